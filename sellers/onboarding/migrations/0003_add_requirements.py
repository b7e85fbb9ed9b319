import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('onboarding', '0002_ask_food_and_note'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='sellerapplication',
            name='goods_kinds',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('food', 'thực phẩm, đồ uống không cồn'), ('alcohol', 'đồ uống có cồn'), ('herbal', 'dược liệu và sản phẩm từ dược liệu'), ('craft', 'thủ công mỹ nghệ'), ('plants', 'sinh vật cảnh'), ('tourism', 'dịch vụ du lịch cộng đồng')], max_length=10), blank=True, default=list, size=None, verbose_name='nhóm hàng'),
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('document', 'giấy tờ người bán gửi'), ('attestation', 'điều người bán cam kết'), ('check', 'điều người duyệt kiểm tra')], max_length=12, verbose_name='cách đáp ứng')),
                ('document_kind', models.CharField(blank=True, choices=[('business_registration', 'giấy đăng ký kinh doanh'), ('identity', 'giấy tờ người đại diện'), ('food_safety', 'giấy an toàn thực phẩm hoặc bản tự công bố'), ('ocop_decision', 'quyết định công nhận OCOP'), ('trademark', 'nhãn hiệu, chỉ dẫn địa lý'), ('test_report', 'phiếu kiểm nghiệm'), ('alcohol_licence', 'giấy phép sản xuất, bán rượu'), ('product_declaration', 'phiếu công bố sản phẩm'), ('origin', 'giấy tờ nguồn gốc'), ('tourism_site', 'giấy tờ điểm du lịch'), ('authority_request', 'văn bản của cơ quan có thẩm quyền'), ('other', 'giấy tờ khác')], max_length=30, verbose_name='loại giấy tờ')),
                ('title', models.CharField(max_length=160, verbose_name='tên')),
                ('hint', models.CharField(blank=True, max_length=300, verbose_name='lời chỉ dẫn')),
                ('legal_types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('enterprise', 'doanh nghiệp'), ('cooperative', 'hợp tác xã'), ('cooperative_group', 'tổ hợp tác'), ('household', 'hộ kinh doanh'), ('individual', 'cá nhân')], max_length=20), blank=True, default=list, size=None, verbose_name='loại hình')),
                ('goods_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('food', 'thực phẩm, đồ uống không cồn'), ('alcohol', 'đồ uống có cồn'), ('herbal', 'dược liệu và sản phẩm từ dược liệu'), ('craft', 'thủ công mỹ nghệ'), ('plants', 'sinh vật cảnh'), ('tourism', 'dịch vụ du lịch cộng đồng')], max_length=10), blank=True, default=list, size=None, verbose_name='nhóm hàng')),
                ('is_required', models.BooleanField(default=True, verbose_name='bắt buộc')),
                ('has_expiry', models.BooleanField(default=False, verbose_name='giấy có ngày hết hạn')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='áp dụng từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='áp dụng đến hết')),
                ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='căn cứ')),
                ('confidence', models.CharField(choices=[('high', 'văn bản chính thức'), ('medium', 'một nguồn đáng tin'), ('low', 'nguồn yếu'), ('unverified', 'chưa kiểm chứng')], default='unverified', max_length=10, verbose_name='mức tin cậy của căn cứ')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='thứ tự')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'document'), models.Q(('document_kind', ''), _negated=True)), models.Q(models.Q(('kind', 'document'), _negated=True), ('document_kind', '')), _connector='OR'), name='requirement_document_names_its_kind'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='requirement_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'chờ xem'), ('accepted', 'đạt'), ('rejected', 'cần bổ sung'), ('waived', 'được miễn'), ('expired', 'hết hạn')], default='pending', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='onboarding.sellerapplication')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='onboarding.requirement')),
            ],
            options={
                'ordering': ['requirement__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('application', 'requirement'), name='requirement_submitted_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['rejected', 'waived']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refusal_and_waiver_have_reasons')],
            },
        ),
    ]
