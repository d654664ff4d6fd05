"""Numbers follow one another."""

import pytest

from thidua.apps.documents.tests.register_factories import allot, make_scheme
from thidua.apps.organizations.tests.factories import make_body


@pytest.mark.django_db
def test_numbers_follow_one_another() -> None:
    body = make_body()
    make_scheme(body)
    assert [str(allot(body)) for _ in range(3)] == ["01/KH-SNV", "02/KH-SNV", "03/KH-SNV"]
