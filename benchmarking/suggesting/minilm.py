"""Sentence vectors of all-MiniLM-L6-v2 with numpy and tokenizers only.

The same vectors as the reference implementation up to rounding: WordPiece, at most 256 tokens, six layers, the mean
over the tokens, length 1. English only: other languages give vectors without meaning and are not embedded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
DIMENSIONS = 384
MOST_TOKENS = 256
#: Tokens computed at once: bounds the memory (about 100 MB) and keeps the processor's caches warm.
BATCH_TOKENS = 4096


class MiniLM:
    """The model, read from a folder that `weights.find` has checked."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  # slow import, and an extra that may be absent

        self._config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._weights = read_safetensors(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def encode(self, texts: Sequence[str], on_progress: Callable[[int, int], None] | None = None) -> Array:
        """One vector of length 1 for each text, in their order."""
        tokens = [found.ids for found in self._tokenizer.encode_batch([text or " " for text in texts])]
        vectors = np.zeros((len(tokens), DIMENSIONS), np.float32)
        done = 0
        for batch in _batches([len(ids) for ids in tokens]):
            longest = len(tokens[batch[-1]])
            ids = np.zeros((len(batch), longest), np.int64)
            mask = np.zeros((len(batch), longest), np.float32)
            for row, place in enumerate(batch):
                ids[row, : len(tokens[place])] = tokens[place]
                mask[row, : len(tokens[place])] = 1
            vectors[batch] = self._forward(ids, mask)
            done += len(batch)
            if on_progress:
                on_progress(done, len(tokens))
        return vectors

    def _forward(self, ids: NDArray[np.int64], mask: Array) -> Array:
        weights, width = self._weights, ids.shape[1]
        x = weights["embeddings.word_embeddings.weight"][ids]
        x = x + weights["embeddings.position_embeddings.weight"][:width]
        x += weights["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        hidden = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(self._config["num_hidden_layers"]):
            name = f"encoder.layer.{layer}."
            attended = self._linear(self._attend(x, name, hidden), name + "attention.output.dense")
            x = self._norm(x + attended, name + "attention.output.LayerNorm")
            inner = _gelu(self._linear(x, name + "intermediate.dense"))
            x = self._norm(x + self._linear(inner, name + "output.dense"), name + "output.LayerNorm")
        weight = mask[:, :, None]
        mean = (x * weight).sum(1) / np.maximum(weight.sum(1), 1)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), np.float32)

    def _attend(self, x: Array, name: str, hidden: Array) -> Array:
        batch, width, size = x.shape
        heads = self._config["num_attention_heads"]
        query, key, value = (
            self._linear(x, f"{name}attention.self.{part}").reshape(batch, width, heads, -1).swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(2, 3) * np.float32((size // heads) ** -0.5) + hidden
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        return np.asarray((scores @ value).swapaxes(1, 2).reshape(batch, width, size), np.float32)

    def _linear(self, x: Array, name: str) -> Array:
        return np.asarray(x @ self._weights[name + ".weight"].T + self._weights[name + ".bias"], np.float32)

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + self._config["layer_norm_eps"])
        return np.asarray(
            centred / spread * self._weights[name + ".weight"] + self._weights[name + ".bias"], np.float32
        )


def read_safetensors(path: Path) -> dict[str, Array]:
    """The arrays of a safetensors file: length of the head, head in JSON, then the numbers. Mapped, not copied."""
    raw = np.memmap(path, np.uint8, mode="r")
    start = 8 + int(raw[:8].view("<u8")[0])
    head: dict[str, Any] = json.loads(raw[8:start].tobytes())
    arrays = {}
    for name, about in head.items():
        if name == "__metadata__" or about["dtype"] != "F32":
            continue
        first, last = (start + offset for offset in about["data_offsets"])
        numbers = np.frombuffer(raw[first:last], np.float32)
        arrays[name.removeprefix("bert.")] = numbers.reshape(about["shape"])
    return arrays


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of about the same length, shortest first, so that little is padded."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[place] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _gelu(x: Array) -> Array:
    """x * Phi(x) with erf by Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    scaled = np.abs(x) * np.float32(2**-0.5)
    t = 1 / (1 + np.float32(0.3275911) * scaled)
    terms = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
    series: Array = np.zeros_like(x)
    for term in reversed(terms):
        series = np.asarray((series + np.float32(term)) * t, np.float32)
    erf = 1 - series * np.exp(-scaled * scaled)
    return np.asarray(0.5 * x * (1 + np.copysign(erf, x)), np.float32)
