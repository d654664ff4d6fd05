from __future__ import annotations

from django.db import models


class UnitKind(models.TextChoices):
    """What a unit is within its body. Groups such as "các phòng chuyên môn" expand by kind."""

    BODY = "body", "Cơ quan"
    DIVISION = "division", "Phòng, ban chuyên môn"
    SUBORDINATE = "subordinate", "Đơn vị trực thuộc"
    DISTRICT = "district", "Địa phương"
    ORGANIZATION = "organization", "Tổ chức đảng, đoàn thể"
    COUNCIL = "council", "Hội đồng, ban chỉ đạo"
    BLOC = "bloc", "Khối, cụm thi đua"


class ImportState(models.TextChoices):
    """Where an Excel list stands."""

    PREVIEW = "preview", "Chờ nhập"
    APPLIED = "applied", "Đã nhập"
    DISCARDED = "discarded", "Đã bỏ"
