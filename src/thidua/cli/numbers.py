"""`thidua numbers`: whether documents may be numbered, for who keeps the machine."""

from __future__ import annotations

import click


@click.group()
def numbers() -> None:
    """Số văn bản: tình trạng, và tạm dừng sau khi phục hồi máy."""


@numbers.command()
def check() -> None:
    """Nói cơ quan nào chờ xác nhận số cao nhất trên giấy; thoát với mã 1 nếu có."""
    from thidua.cli.main import set_up_django

    set_up_django()
    from thidua.apps.documents.queries import bodies_in_recovery
    from thidua.core import clock

    waiting = bodies_in_recovery(at=clock.now())
    for body in waiting:
        click.echo(f"{body.name}: chờ xác nhận số cao nhất trên giấy (Sổ văn bản).")
    if waiting:
        raise SystemExit(1)
    click.echo("Số văn bản khớp với dấu lưu ngoài cơ sở dữ liệu.")


@numbers.command()
def hold() -> None:
    """Tạm dừng cấp số của mọi cơ quan đến khi văn thư đối chiếu với giấy; chạy sau khi phục hồi cả máy chủ."""
    from thidua.cli.main import set_up_django

    set_up_django()
    from thidua.apps.documents.services import hold_numbers
    from thidua.core import clock
    from thidua.core.actor import SYSTEM

    for body in hold_numbers(actor=SYSTEM, at=clock.now()):
        click.echo(f"{body.name}: tạm dừng cấp số, chờ xác nhận.")
