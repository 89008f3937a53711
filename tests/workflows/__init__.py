"""The lifecycle, shown on pages that know nothing about concepts."""
