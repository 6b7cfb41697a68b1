"""A real sentence-transformers model, though small and random: a BERT of 16 dimensions over single letters."""

from __future__ import annotations

from pathlib import Path

DIMENSION = 16
LONGEST = 64  # tokens that the model reads
LETTERS = "abcdefghijklmnopqrstuvwxyz:?.,"
KANJI = "猫犬本魚京都読"


def make_model(folder: Path) -> Path:
    """The folder in `folder` with the model as sentence-transformers saves it, averaged over its tokens."""
    import tokenizers
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    torch.manual_seed(1)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    names = {f"{name[1:-1].lower()}_token": name for name in special}
    words = [*special, *LETTERS, *KANJI, *(f"##{letter}" for letter in LETTERS)]
    places = {word: place for place, word in enumerate(words)}
    pieces = tokenizers.Tokenizer(tokenizers.models.WordPiece(places, unk_token=names["unk_token"]))
    pieces.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    pieces.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(name, places[name]) for name in ("[CLS]", "[SEP]")]
    )
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=pieces, model_max_length=LONGEST, **names)
    sizes = {"hidden_size": DIMENSION, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    # The usual 0.02 would leave random vectors almost the same for every text.
    config = transformers.BertConfig(
        vocab_size=len(words), max_position_embeddings=LONGEST, initializer_range=0.5, **sizes
    )
    transformers.BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    model = SentenceTransformer(str(folder / "bert"), device="cpu", local_files_only=True)  # averages where nobody says
    model.save(str(folder / "tiny"))
    return folder / "tiny"
