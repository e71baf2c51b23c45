"""Writing to the bank. Everything comes in through an import, validated first and published at once."""
