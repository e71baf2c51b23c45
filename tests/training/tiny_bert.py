"""A small BERT built from a configuration, with the Chinese characters that are really used."""

from pathlib import Path
from string import ascii_lowercase, digits

import torch
from transformers import BertConfig, BertModel, BertTokenizer

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def common_characters() -> list[str]:
    """The 6,763 characters of GB 2312 and lower-case ASCII: the first code points would miss 这."""
    rows = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    hanzi = [pair.decode("gb2312", "ignore") for pair in rows]
    ascii_ = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
    return [*ascii_, *"，。！？；：、（）“”℃μ≥≤～", *(character for character in hanzi if character)]


def make_bert(
    directory: Path, *, layers: int = 2, width: int = 32, dropout: float = 0.1, seed: int = 7
) -> Path:
    """A plain checkpoint with random weights, as a base model is downloaded: no pooling is named in it."""
    directory.mkdir(parents=True)
    tokens = [*SPECIAL, *common_characters(), *(f"##{c}" for c in ascii_lowercase + digits + "℃%")]
    tokenizer = BertTokenizer(vocab={token: place for place, token in enumerate(tokens)})
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(tokens),
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=4 * width,
        max_position_embeddings=128,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        # With the usual 0.02 and no training the first token's vector hardly depends on the text.
        initializer_range=0.1,
    )
    BertModel(config).save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    return directory
