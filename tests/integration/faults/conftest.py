"""The files and folders of the bank's tests serve here as well."""

from tests.integration.bank.conftest import benchmark_of_three, own_folders, write_rows

__all__ = ["benchmark_of_three", "own_folders", "write_rows"]
