"""`minutes topics explain | evaluate | train` (分野): why a topic was found, how good it is, learning from labels."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes_nlp.commands.exits import FINE, SOME_FAILED
from minutes_nlp.commands.reading import add_reading, add_taxonomy, existing_file, named_path, record_of
from minutes_nlp.errors import ModelError, SettingsError
from minutes_nlp.files import write_whole
from minutes_nlp.places import told_place
from minutes_nlp.terminal import console, notify, say

if TYPE_CHECKING:
    from minutes_nlp.analysis.topics.labels import Labelled
    from minutes_nlp.analysis.topics.learning import Change
    from minutes_nlp.analysis.topics.reasons import Quoted, Reason
    from minutes_nlp.analysis.topics.scores import Counts
    from minutes_nlp.analysis.topics.taxonomy import Taxonomy
    from minutes_nlp.model import Utterance

__all__ = ["add_topics"]

WORSE = SOME_FAILED  # of `train`, which then writes nothing
FIRST_WORDS = 60  # characters of an utterance that are shown above its reasons
BASES = {
    "alias": "名が出る",
    "model": "語から",
    "remark": "相手の意見から",
    "reply": "得た回答から",
    "heading": "見出しから",
    "around": "前後の意見から",
    "review": "人の確認",
}
GROUPS = {"named": "事業名のある意見", "unnamed": "事業名のない意見", "all": "全ての発言"}


def add_topics(commands: Any) -> None:
    """The options of `minutes topics`."""
    parser = commands.add_parser(
        "topics",
        help="分野の判定の理由・評価・学習",
        description="発言の分野の判定について、理由を見て、よさを測り、ラベルから学びます。",
    )
    steps = parser.add_subparsers(title="コマンド", metavar="COMMAND", required=True)
    _add_explain(steps)
    _add_evaluate(steps)
    _add_train(steps)


def _add_explain(steps: Any) -> None:
    parser = steps.add_parser(
        "explain",
        help="発言ごとに分野とその理由を見る",
        description="発言ごとに、分野・得点・根拠・名の出る箇所(頁と行)・効いた語を見せます。",
    )
    parser.add_argument("file", metavar="FILE|RECORD", type=existing_file, help="記録(.json)、または読み取るファイル")
    parser.add_argument("utterance", metavar="UTTERANCE_ID", nargs="?", help="この発言だけを見る(u12 など)")
    parser.add_argument("--all", action="store_true", help="選ばれなかった分野も全て見せる(なければ次点の1つ)")
    parser.add_argument("--json", action="store_true", help="1発言1行の JSON で出す")
    add_reading(parser)
    add_taxonomy(parser)
    parser.set_defaults(run=_explain)


def _add_evaluate(steps: Any) -> None:
    parser = steps.add_parser(
        "evaluate",
        help="ラベルと比べて、判定のよさを測る",
        description="ラベルと比べ、分野ごとの適合率・再現率・F1、確信度のずれなどを出します。",
    )
    _add_sources(parser)
    parser.add_argument("--left-out", action="store_true", help="今の重みでなく、会議体を1つずつ除いて学んだ重みで測る")
    parser.set_defaults(run=_evaluate)


def _add_train(steps: Any) -> None:
    parser = steps.add_parser(
        "train",
        help="ラベルから重みを学ぶ",
        description="ラベルから重みを学び、前の重みと分野ごとに比べ、悪くなっていなければ書きます。",
        epilog="終了コード: 0 書いた / 1 悪くなったので書かなかった / 2 開始できず",
    )
    _add_sources(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=named_path, required=True, help="書き出す重み(.json)")
    parser.add_argument("--accept-losses", action="store_true", help="悪くなっていても書く")
    parser.set_defaults(run=_train)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        type=named_path,
        help="ラベルのある記録(.json)・gold.jsonl・それらのフォルダー",
    )
    parser.add_argument(
        "--gold", metavar="FILE", nargs="+", type=named_path, default=(), help="記録に当てるラベル(JSON Lines)"
    )
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
    add_taxonomy(parser)


# --- explain


def _explain(options: argparse.Namespace) -> int:
    from minutes_nlp.analysis.topics.reasons import reasons_of  # noqa: PLC0415 - heavy
    from minutes_nlp.analysis.topics.tagging import topic_model  # noqa: PLC0415 - heavy

    record, model = record_of(options), topic_model(options.taxonomy)
    if options.utterance not in {None, *(one.id for one in record.utterances)}:
        raise SettingsError(
            "no-such-utterance",
            f"{options.file} に発言 {options.utterance} はありません",
            remedy=f"発言は {len(record.utterances)} 件です。番号は minutes show で見られます",
        )
    if not record.utterances:
        notify(f"{options.file} には発言がありません(分野は発言ごとに判定します)")
    screen = console(highlight=False, markup=False, soft_wrap=True)
    for utterance, reasons in reasons_of(record, model):
        if options.utterance in {None, utterance.id}:
            shown = reasons if options.all else _worth_showing(reasons)
            if options.json:
                say(
                    json.dumps(
                        {"utterance": utterance.id, "topics": [asdict(one) for one in shown]}, ensure_ascii=False
                    )
                )
            else:
                for line, style in _told(utterance, shown):
                    screen.print(line, style=style)
    return FINE


def _worth_showing(reasons: Sequence[Reason]) -> list[Reason]:
    """What was chosen, and the next that was not."""
    chosen = [one for one in reasons if one.chosen]
    return [*chosen, *[one for one in reasons if not one.chosen][:1]]


def _told(utterance: Utterance, reasons: Sequence[Reason]) -> Iterator[tuple[str, str]]:
    words = utterance.text.replace("\n", " ")
    yield f"{utterance.id}  {words[:FIRST_WORDS]}{'…' if len(words) > FIRST_WORDS else ''}", "bold"
    if not any(one.chosen for one in reasons):
        yield "  該当なし", ""
    for one in reasons:
        sign, style = ("○", "") if one.chosen else ("×", "dim")
        basis = BASES[one.basis] if one.chosen else "足りない"
        yield f"  {sign} {one.label}({one.field})  得点 {one.score:.2f}(境 {one.limit:.2f})  {basis}", style
        yield from ((f"      {line}", style) for line in _grounds(one))


def _grounds(one: Reason) -> Iterator[str]:
    for name, found in (("名", one.names), ("手がかり", one.cues)):
        if found:
            yield f"{name}: {'、'.join(map(_quote, found))}"
    for name, words in (("効いた語", one.speaking_for), ("逆に効いた語", one.against)):
        if words:
            yield f"{name}: {'、'.join(f'{word} {weight:+.2f}' for word, weight in words)}"


def _quote(quoted: Quoted) -> str:
    return (
        f"「{quoted.text}」p.{quoted.page} l.{quoted.line}"
        if quoted.page
        else f"「{quoted.text}」{told_place(0, quoted.line)}"
    )


# --- evaluate


def _evaluate(options: argparse.Namespace) -> int:
    from minutes_nlp.analysis.topics.learning import left_out  # noqa: PLC0415 - heavy
    from minutes_nlp.analysis.topics.scores import Measured, figures, measured, truth_of  # noqa: PLC0415 - heavy
    from minutes_nlp.analysis.topics.tagging import topic_model  # noqa: PLC0415 - heavy

    model = topic_model(options.taxonomy)
    given = _labelled(options, model.taxonomy)
    if options.left_out:
        given, parts = left_out(given, model.taxonomy, notify)
        found = Measured.joined(parts)
    else:
        found = measured(model, given)
    result = figures(truth_of(given, model.taxonomy), found, model.taxonomy)
    if options.json:
        say(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        labels = {field.id: field.label for field in model.taxonomy.fields}
        for line in _figures(result, labels):
            say(line)
    return FINE


def _labelled(options: argparse.Namespace, taxonomy: Taxonomy) -> list[Labelled]:
    from minutes_nlp.analysis.topics.labels import labelled_in  # noqa: PLC0415 - heavy

    given = labelled_in(options.sources, taxonomy, options.gold)
    if not given:
        raise SettingsError(
            "no-labels",
            "ラベルの付いた発言がありません",
            remedy="minutes review import で取り込んだ記録か、--gold でラベルのファイルを指定してください",
        )
    count = sum(label is not None for one in given for label in one.labels)
    notify(f"{len(given)} 資料の {count} 発言にラベルがあります")
    return given


def _figures(result: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[str]:
    yield f"{'平均 F1':　<10}{'件数':>4}  名だけ  語だけ  両方   95%区間"
    for name, label in GROUPS.items():
        group = result["groups"][name]
        if group["n"]:
            low, high = group["interval"]
            scores = "   ".join(f"{group[way]:.3f}" for way in ("alias", "model", "both"))
            yield f"{label:　<10}{group['n']:>6}  {scores}  {low:.3f}–{high:.3f}"
    yield f"確かな 90% の平均 F1  {result['coverage_90']:.3f}"
    error, likely = result["calibration_error"], result["calibration_error_likely"]
    yield f"確信度のずれ(ECE)  全体 {error:.3f}、0.1 以上の得点 {likely:.3f}"
    yield ""
    yield "  件数  適合率  再現率    F1  分野"
    for name, row in result["fields"].items():
        scores = "  ".join(f"{_number(row[key]):>6}" for key in ("precision", "recall", "f1"))
        yield f"{row['n']:>6}  {scores}  {labels[name]}({name})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


# --- train


def _train(options: argparse.Namespace) -> int:
    from minutes_nlp.analysis.topics import learning  # noqa: PLC0415 - heavy
    from minutes_nlp.analysis.topics.taxonomy import load_taxonomy  # noqa: PLC0415 - heavy

    taxonomy = load_taxonomy(options.taxonomy)
    given = _labelled(options, taxonomy)
    model = learning.trained(given, taxonomy)
    ordered, parts = learning.left_out(given, taxonomy, notify)
    after = learning.reached(ordered, parts, taxonomy)
    found = learning.changes(_before(options.taxonomy, given), after, taxonomy)
    losses = learning.worse(found)
    written = options.accept_losses or not losses
    if written:
        write_whole(learning.as_json(model, after), options.output)
    _tell_training(options, found, losses, written=written)
    return FINE if written else WORSE


def _before(taxonomy: Path | None, given: Sequence[Labelled]) -> dict[str, Counts]:
    """What the weights in use reach; nothing where they are of an older edition of this package."""
    from minutes_nlp.analysis.topics.learning import measured_before  # noqa: PLC0415 - heavy
    from minutes_nlp.analysis.topics.tagging import topic_files, topic_model  # noqa: PLC0415 - heavy

    try:
        return measured_before(topic_model(taxonomy), next(iter(topic_files(taxonomy)[1:]), None), given)
    except ModelError as error:
        notify(f"前の重みとは比べられません({error.message})")
        return {}


def _tell_training(
    options: argparse.Namespace, found: Sequence[Change], losses: Sequence[str], *, written: bool
) -> None:
    if options.json:
        changes = [asdict(one) for one in found]
        say(json.dumps({"written": written, "losses": list(losses), "changes": changes}, ensure_ascii=False, indent=2))
    else:
        say("  件数    前の F1  新しい F1    増減  分野(学習から除いた資料で比べたもの)")
        for one in found:
            say(f"{one.labels:>6}{one.before:>11.3f}{one.after:>11.3f}{one.after - one.before:>+8.3f}  {one.field}")
        if written:
            say(f"重みを {options.output} に書きました")
    for reason in losses:
        notify(reason)
    if not written:
        notify(
            "前より悪くなったため書きませんでした → ラベルを確かめるか、承知のうえなら --accept-losses を付けてください"
        )
