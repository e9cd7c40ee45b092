"""Adapts the sentence model to the field: a low-rank addition to the weights of its upper layers.

    python3 -m venv venv && venv/bin/pip install torch numpy tokenizers
    OMP_NUM_THREADS=1 venv/bin/python bench/adapt.py crates/analysis/model/adapted.bin

It reads the weights that ship (crates/analysis/model/minilm.bin), the catalogue of faults, pairs of twins and the themes'
examples, all of them our own words, and learns by contrast: lines of one fault shall be near, lines of other faults far, most of all those of
the same theme. On the way it tells how many twins of `twins_choosing.txt`, which it never learns, are among the first five by
the model alone. The weights of the model stay as they are; what is learnt is added to them when they are read. Everything is
seeded and runs on one thread. Another version of torch rounds elsewhere, so that its file is as good but not the same.
"""

import json, random, re, struct, sys, time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import BertWordPieceTokenizer

ROOT = Path(__file__).resolve().parent.parent
ANALYSIS = ROOT / "crates/analysis"
WIDTH, LAYERS, HEADS, INNER, PLACES = 384, 6, 12, 1536, 256
NAMES = ["query", "key", "value", "join", "widen", "narrow"]
SHAPES = [(WIDTH, WIDTH)] * 4 + [(INNER, WIDTH), (WIDTH, INNER)]


def checksum(data):
    """The checksum of `likeness/sentence/file.rs`."""
    total, mask = 0xCBF29CE484222325, (1 << 64) - 1
    turn = lambda n: ((n << 23) | (n >> 41)) & mask
    whole = len(data) // 8 * 8
    for (word,) in struct.iter_unpack("<Q", data[:whole]):
        total = turn(((total ^ word) * 0x100000001B3) & mask)
    for byte in data[whole:]:
        total = turn(((total ^ byte) * 0x100000001B3) & mask)
    return total


class Model:
    """The model that ships, as plain tensors."""

    def __init__(self, path=ANALYSIS / "model/minilm.bin"):
        self.bytes, self.at = path.read_bytes(), 16
        (self.sum,) = struct.unpack_from("<Q", self.bytes, 8)
        (length,) = struct.unpack_from("<I", self.bytes, self.at)
        words = self.bytes[self.at + 4 : self.at + 4 + length].decode().split("\n")
        self.at += 4 + length
        self.tokenizer = BertWordPieceTokenizer(vocab={word: n for n, word in enumerate(words)}, lowercase=True)
        self.words, self.places = self.rows(len(words), WIDTH), self.rows(PLACES, WIDTH)
        self.kind, self.first = self.plain(WIDTH), (self.plain(WIDTH), self.plain(WIDTH))
        self.layers = []
        for _ in range(LAYERS):
            linear = [(self.rows(*shape), self.plain(shape[0])) for shape in SHAPES[:4]]
            after_join = (self.plain(WIDTH), self.plain(WIDTH))
            linear += [(self.rows(*shape), self.plain(shape[0])) for shape in SHAPES[4:]]
            self.layers.append((dict(zip(NAMES, linear)), after_join, (self.plain(WIDTH), self.plain(WIDTH))))
        assert self.at == len(self.bytes)

    def plain(self, n):
        numbers = np.frombuffer(self.bytes, "<f4", n, self.at).copy()
        self.at += 4 * n
        return torch.from_numpy(numbers)

    def rows(self, n, width):
        scales = self.plain(n)
        numbers = np.frombuffer(self.bytes, "i1", n * width, self.at).reshape(n, width).astype(np.float32)
        self.at += n * width
        return torch.from_numpy(numbers) * scales[:, None]

    def embedded(self, texts, longest=64):
        """Pieces of words before the first layer, each text a tensor of its own. To learn, the beginning is enough."""
        out = []
        for text in texts:
            ids = self.tokenizer.encode(text).ids
            ids = torch.tensor(ids if len(ids) <= longest else ids[: longest - 1] + ids[-1:])
            out.append(F.layer_norm(self.words[ids] + self.places[: len(ids)] + self.kind, (WIDTH,), *self.first, 1e-12))
        return out

    def layer(self, n, x, mask, extra=None):
        linear, after_join, after_narrow = self.layers[n]

        def of(name, x):
            y = F.linear(x, *linear[name])
            if extra is not None:
                down, up = extra[name]
                y = y + F.linear(F.linear(x, down), up)
            return y

        batch, length, _ = x.shape
        heads = lambda y: y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
        seen = F.scaled_dot_product_attention(heads(of("query", x)), heads(of("key", x)), heads(of("value", x)), attn_mask=mask[:, None, None, :])
        x = F.layer_norm(x + of("join", seen.transpose(1, 2).reshape(batch, length, WIDTH)), (WIDTH,), *after_join, 1e-12)
        return F.layer_norm(x + of("narrow", F.gelu(of("widen", x))), (WIDTH,), *after_narrow, 1e-12)

    def run(self, parts, layers, extra=None):
        """Through these layers: the padded texts, and which places are theirs."""
        x = torch.nn.utils.rnn.pad_sequence(parts, batch_first=True)
        lengths = torch.tensor([len(part) for part in parts])
        mask = torch.arange(x.shape[1])[None] < lengths[:, None]
        for n in layers:
            x = self.layer(n, x, mask, extra[n] if extra and n in extra else None)
        return x, mask

    def meanings(self, parts, layers, extra=None):
        x, mask = self.run(parts, layers, extra)
        x = x.float() * mask[..., None]
        return F.normalize(x.sum(1) / mask.sum(1, keepdim=True), dim=-1)

    def through(self, parts, layers, extra=None, pooled=True):
        """Many texts, a few at a time, those of like length together."""
        order = sorted(range(len(parts)), key=lambda n: len(parts[n]))
        out = [None] * len(parts)
        with torch.no_grad():
            for start in range(0, len(order), 64):
                some = order[start : start + 64]
                if pooled:
                    for n, meaning in zip(some, self.meanings([parts[n] for n in some], layers, extra)):
                        out[n] = meaning
                else:
                    x, mask = self.run([parts[n] for n in some], layers, extra)
                    for n, row in zip(some, x):
                        out[n] = row[: len(parts[n])].clone()
        return torch.stack(out) if pooled else out


class Abbreviations:
    """As `likeness/abbreviations.rs` writes them out."""

    def __init__(self):
        source = (ANALYSIS / "src/likeness/abbreviations.rs").read_text()
        pairs = re.findall(r'\("([^"]+)", "([^"]+)"\),', source.split("];")[0])
        self.table = {short: long for shorts, long in pairs for short in shorts.split(" ")}

    def long(self, short):
        return self.table.get(short.replace("’", "'").lower())

    def written_out(self, text):
        return " ".join(self.piece(piece) for piece in text.split())

    def piece(self, piece):
        first = next((n for n, sign in enumerate(piece) if sign.isalnum()), None)
        if first is None:
            return piece
        last = len(piece) - next(n for n, sign in enumerate(reversed(piece)) if sign.isalnum())
        core = piece[first:last]
        found = (self.long(core + "/") if first == 0 and piece[last:].startswith("/") else None) or self.long(core)
        if found:
            return piece[:first] + found + piece[last:]
        split = re.search(r"[/-]", piece)
        if split and piece[: split.start()] and piece[split.end() :]:
            return self.piece(piece[: split.start()]) + split.group() + self.piece(piece[split.end() :])
        for owner in ("'s", "’s"):
            if core.endswith(owner):
                long = self.long(core[: -len(owner)])
                return piece.replace(core, long, 1) if long else piece
        return piece


def groups(text):
    """The groups of a file of faults or twins: (name, lines)."""
    out = []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("= "):
            out.append((line[2:], []))
        elif line:
            out[-1][1].append(line)
    return out


def adapt(model, faults, themed, layers=(3, 4, 5), rank=16, steps=150, until=100, rate=1e-3, heat=0.07, near=0.5, pull=0.3, theme_weight=0.3,
          many=24, each=3, seed=1, weight_decay=0.01, dropout=0.1, report=None):
    """Learns what is added. `faults`: (theme or None, lines written out); `themed`: (theme, text written out). The rate falls by a
    schedule of `steps`, of which the first are gone."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    texts = [line for _, lines in faults for line in lines]
    of_fault = [n for n, (_, lines) in enumerate(faults) for _ in lines]
    themes = sorted({theme for theme, _ in themed})
    number = {theme: n for n, theme in enumerate(themes)}
    theme_of = [number.get(faults[n][0], -1) for n in of_fault] + [number[theme] for theme, _ in themed]
    embedded = model.embedded(texts + [text for _, text in themed])
    below = model.through(embedded, range(layers[0]), pooled=False)
    base = model.through(below, layers)
    lines_of = [[n for n, fault in enumerate(of_fault) if fault == wanted] for wanted in range(len(faults))]
    # Faults that are nearly the same are not held apart.
    middle = base[: len(texts)].mean(0)
    centres = F.normalize(torch.stack([(base[lines] - middle).mean(0) for lines in lines_of]), dim=-1)
    alike = centres @ centres.T > near
    parameters, extra = [], {}
    for layer in layers:
        extra[layer] = {}
        for name, (to, come) in zip(NAMES, SHAPES):
            down = (torch.randn(rank, come) / come**0.5).requires_grad_()
            up = torch.zeros(to, rank).requires_grad_()
            extra[layer][name] = (down, up)
            parameters += [down, up]
    head = torch.nn.Linear(WIDTH, len(themes))
    optimizer = torch.optim.AdamW([{"params": parameters, "weight_decay": weight_decay}, {"params": head.parameters(), "lr": 1e-2}], lr=rate)
    by_theme = {}
    for n, (theme, lines) in enumerate(faults):
        if len(lines) > 1:
            by_theme.setdefault(theme, []).append(n)
    start = time.time()
    for step in range(until):
        share = min(1.0, (step + 1) / 20) * (0.5 + 0.5 * np.cos(np.pi * step / steps))
        optimizer.param_groups[0]["lr"] = rate * share
        # A few themes with several faults of each: the negatives are hard.
        chosen = []
        while len(chosen) < many:
            of_theme = by_theme[chance.choice(list(by_theme))]
            chosen += [n for n in chance.sample(of_theme, min(4, len(of_theme))) if n not in chosen]
        batch = [n for fault in chosen[:many] for n in chance.sample(lines_of[fault], min(each, len(lines_of[fault])))]
        plain = chance.sample(range(len(texts), len(embedded)), min(16, len(themed)))
        batch_all = batch + plain
        with torch.autocast("cpu", torch.bfloat16):
            meanings = model.meanings([F.dropout(below[n], dropout) if dropout else below[n] for n in batch_all], layers, extra)
        z = meanings[: len(batch)]
        fault = torch.tensor([of_fault[n] for n in batch])
        same = fault[:, None] == fault[None]
        self_ = torch.eye(len(batch), dtype=torch.bool)
        logits = (z @ z.T / heat).masked_fill(self_ | (alike[fault][:, fault] & ~same), -1e9)
        logs = logits - logits.logsumexp(1, keepdim=True)
        positive = same & ~self_
        loss = -((logs * positive).sum(1) / positive.sum(1).clamp(min=1)).mean()
        labels = torch.tensor([theme_of[n] for n in batch_all])
        if theme_weight and (labels >= 0).any():
            loss = loss + theme_weight * F.cross_entropy(head(meanings[labels >= 0] * 8), labels[labels >= 0])
        loss = loss + pull * (1 - (meanings * base[batch_all]).sum(1)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if report and (step + 1) % 50 == 0:
            report(step + 1, loss.item(), time.time() - start, extra)
    return extra


def catalogue():
    """The faults with their themes, the name of each as a line too."""
    out = []
    for file in sorted((ANALYSIS / "src/likeness/faults/catalogue").glob("*.txt")):
        for line in file.read_text().splitlines():
            if line.startswith(("= ", "+ ")):
                out.append((file.stem, [line.split(" | ", 1)[1]]))
            elif line and not line.startswith("#"):
                out[-1][1].append(line)
    return out


def found(meanings, topics, first=5):
    """In how many of the texts a twin is among the first of the others."""
    near = (meanings @ meanings.T).fill_diagonal_(-2)
    return (topics[near.topk(first).indices] == topics[:, None]).any(1).float().mean().item()


def packed(model, extra):
    """As `likeness/sentence/adapted.rs` reads it."""
    layers = sorted(extra)
    rank = extra[layers[0]]["query"][0].shape[0]
    body = struct.pack("<QHHH", model.sum, layers[0], len(layers), rank)
    for layer in layers:
        for name in NAMES:
            down, up = (table.detach().numpy() for table in extra[layer][name])
            for table in (down, up.T):
                scales = np.maximum(np.abs(table).max(1), 1e-12).astype("<f4") / np.float32(127)
                body += scales.tobytes() + np.rint(table / scales[:, None]).astype("i1").tobytes()
    return b"BRIGAD01" + struct.pack("<Q", checksum(body)) + body


def unpacked(data):
    """What a file adds, as tables."""
    first, count, rank = struct.unpack_from("<HHH", data, 24)
    at, extra = 30, {}

    def rows(width):
        nonlocal at
        scales = np.frombuffer(data, "<f4", rank, at)
        numbers = np.frombuffer(data, "i1", rank * width, at + 4 * rank).reshape(rank, width).astype(np.float32)
        at += rank * (4 + width)
        return torch.from_numpy(numbers * scales[:, None])

    for layer in range(first, first + count):
        extra[layer] = {name: (rows(come), rows(to).T.contiguous()) for name, (to, come) in zip(NAMES, SHAPES)}
    return extra


def write_references(model, data):
    """What the program that ships is held against."""
    references = ANALYSIS / "src/likeness/sentence/references.jsonl"
    with (ANALYSIS / "src/likeness/sentence/adapted.jsonl").open("w") as out:
        for line in references.read_text().splitlines():
            reference = json.loads(line)
            meaning = model.through(model.embedded([reference["text"]], PLACES), range(LAYERS), unpacked(data))[0]
            reference["meaning"] = [round(number, 6) for number in meaning.tolist()]
            out.write(json.dumps(reference) + "\n")


def main(to):
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    model, table = Model(), Abbreviations()
    write = table.written_out
    faults = [(theme, [write(line) for line in lines]) for theme, lines in catalogue()]
    for pairs in ("twins_fresh.txt", "twins_paired.txt"):
        twins = groups((ANALYSIS / "src/likeness" / pairs).read_text())
        faults += [("twins", [write(line) for line in lines]) for _, lines in twins]
    examples = (line.split("|", 2) for line in (ANALYSIS / "src/themes/examples.txt").read_text().splitlines() if line[:1] != "#")
    themed = [(parts[0], write(parts[2])) for parts in examples if len(parts) == 3]
    print(len(faults), "faults,", sum(len(lines) for _, lines in faults), "lines,", len(themed), "examples", flush=True)
    choosing = groups((ANALYSIS / "src/likeness/twins_choosing.txt").read_text())
    asked = model.embedded([write(line) for _, lines in choosing for line in lines])
    topics = torch.tensor([n for n, (_, lines) in enumerate(choosing) for _ in lines])

    def report(step, loss, seconds, extra):
        share = found(model.through(asked, range(LAYERS), extra), topics)
        print(f"{step} steps, loss {loss:.3f}, {seconds:.0f} s, {share:.2f} of the twins to choose by", flush=True)

    extra = adapt(model, faults, themed, report=report)
    data = packed(model, extra)
    Path(to).write_bytes(data)
    write_references(model, data)
    print(to, len(data), "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
