"""Addresses below /quan-tri/so-sach/."""

from django.urls import path

from shop.backoffice.books.views import accounts, balance, months

urlpatterns = [
    path("", balance.trial, name="books"),
    path("can-doi.xlsx", balance.trial_file, name="books_file"),
    path("tai-khoan/", accounts.index, name="book_accounts"),
    path("tai-khoan/danh-sach.xlsx", accounts.index_file, name="book_accounts_file"),
    path("tai-khoan/<int:pk>/", accounts.statement, name="book_account"),
    path("tai-khoan/<int:pk>/so-chi-tiet.xlsx", accounts.statement_file, name="book_account_file"),
    path("but-toan/<int:pk>/", accounts.transaction, name="book_transaction"),
    path("khoa-so/", months.index, name="book_months"),
    path("khoa-so/kiem/", months.check, name="book_check"),
    path("khoa-so/khoa/", months.close, name="book_close"),
    path("khoa-so/<int:pk>/mo-lai/", months.reopen, name="book_reopen"),
]
