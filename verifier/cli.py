"""The commands that need no service: check, screen, seals, signatures, compare, policies, types."""

from __future__ import annotations

import typer

from verifier.commands import check, compare, corpus, masking, policies, roster, screen, seals, signatures, types

app = typer.Typer(
    name="verifier",
    help="职称材料核验：逐页识读申报材料，逐条对照通知，一次性列出全部问题；拿不准的转人工。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="退出码：0 完成且未发现问题；10 发现问题；11 需人工；2 用法有误；3 材料被拒；1 系统错误。",
)
app.command("check")(check.check)
app.command("screen")(screen.screen)
app.command("seals")(seals.seals)
app.command("signatures")(signatures.signatures)
app.command("compare")(compare.compare_paper)
app.add_typer(masking.app, name="masking")
app.add_typer(corpus.app, name="corpus")
app.add_typer(policies.app, name="policies")
app.add_typer(roster.app, name="roster")
app.add_typer(types.app, name="types")
