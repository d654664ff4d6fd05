"""Static files with a hash in their name, so that a browser keeps them for ever and an upgrade is seen at once."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Third-party style sheets name maps and pictures that their packages do not ship; those stay as they are."""

    manifest_strict = False
    patterns = (("*.css", (r"""(?P<matched>url\((?P<quote>['"]{0,1})\s*(?P<url>.*?)(?P=quote)\))""",)),)
