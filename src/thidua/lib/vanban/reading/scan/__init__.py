"""Pictures of pages: straightened, ruled tables found, characters recognised. Needs the extra `scans`."""
