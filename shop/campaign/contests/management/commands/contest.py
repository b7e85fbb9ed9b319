"""Recount a contest from its published log: python manage.py contest recount <slug>"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.kiem_phieu import BrokenLog, count, final_points, report, shown
from shop.campaign.contests.models import Contest


class Command(BaseCommand):
    help = "Recounts a contest from its ballot log alone and compares that with the standings shown."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        recount = acts.add_parser(
            "recount", help="check the chain, count again, compare; exits with 1 when they differ"
        )
        recount.add_argument("slug", help="as in the contest's address")
        recount.add_argument("--file", help="a downloaded log instead of the one in the database")

    def handle(self, *args: Any, **options: Any) -> None:
        contest = Contest.objects.filter(slug=options["slug"]).first()
        if contest is None:
            raise CommandError(f"no contest {options['slug']}")
        try:
            if options["file"]:
                with open(options["file"], encoding="utf-8") as file:
                    result = count(file)
            else:
                result = count(file_lines(contest.pk))
        except BrokenLog as broken:
            raise CommandError(str(broken)) from broken
        for line in report(result):
            self.stdout.write(line)
        published = {int(number): votes for number, votes in contest.counted.get("votes", {}).items()}
        if published != result.votes:
            raise CommandError(f"the page shows {published}, the log says {result.votes}")
        finals = final_points(result) if result.is_closed else {}
        if contest.counted.get("final", {}) != {str(number): shown(points) for number, points in finals.items()}:
            raise CommandError("the page shows other final points than the log gives")
        if result.problems:
            raise CommandError(f"{len(result.problems)} lines are wrong")
        self.stdout.write("khớp với bảng xếp hạng")
