"""A real directory for the tests of this folder."""

from tests.directory_fixtures import directory, running_directory

__all__ = ["directory", "running_directory"]
