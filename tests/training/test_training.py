"""Training from labelled articles: it learns, it stops, it repeats itself, and what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import parkie
from parkie.cli.app import main
from parkie.errors import InputError, OutputError, PipelineError
from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.matchers.reading import NameMatch
from parkie.tagger.backprop import Target, new_weights
from parkie.tagger.heads import COLUMNS, HEADS, with_events
from parkie.tagger.tagger import Tagger
from parkie.training.examples import make_examples
from parkie.training.fit import Epoch, Plan
from parkie.training.learner import Learner
from parkie.training.run import read_articles
from parkie.training.scores import score

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
QUICK = Plan(epochs=2, seed=7)


def copied(folder: Path, names: list[str]) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes((ARTICLES / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    top = tmp_path_factory.mktemp("sets")
    train = copied(top / "train", [f"{number:03}.txt" for number in range(1, 9)])
    return train, copied(top / "dev", ["009.txt", "010.txt"])


# -- the network -----------------------------------------------------------------------------------


def test_gradients_are_those_of_the_loss() -> None:
    tagger = Tagger.packaged()
    rng = np.random.default_rng(3)
    weights = with_events(new_weights(tagger.alphabet, 12, rng))
    for head in HEADS:
        weights[head] = rng.normal(0, 0.3, weights[head].shape).astype(np.float32)
    [example] = make_examples(
        parkie.load(tagger=False), tagger.alphabet, [Labelled("a", "泽远精密落户海盐县。", (Mark(0, 4, "COMPANY"),))]
    )
    batch = type(example.features)(*(getattr(example.features, n)[None] for n in example.features.__slots__))
    learner = Learner(weights, 0.0, rng)
    targets = {"output": Target(example.tags[None], example.weight[None])}
    targets["triggers"] = Target(np.arange(10)[None] % 3, np.ones((1, 10), np.float32))
    several = rng.random((1, 10, weights["arguments"].shape[1])) < 0.1
    targets["arguments"] = Target(several.astype(np.int8), np.ones((1, 10), np.float32))
    _, gradients = learner.gradients(batch, targets)
    for name, gradient in gradients.items():
        place = np.unravel_index(np.argmax(np.abs(gradient)), gradient.shape)
        losses = []
        for change in (0.01, -0.02):
            learner.weights[name][place] += change
            losses.append(learner.gradients(batch, targets)[0])
        learner.weights[name][place] += 0.01
        assert (losses[0] - losses[1]) / 0.02 == pytest.approx(gradient[place], rel=0.1, abs=2e-3), name


@pytest.mark.parametrize(
    ("events", "marked"),
    [
        ((), set()),
        ((LabelledEvent("signing", (12, 14), 0),), {"triggers"}),
        ((LabelledEvent("signing", (12, 14), 0, arguments=(("parties", ((0, 4),)),)),), {"triggers", "arguments"}),
    ],
)
def test_what_nobody_marked_of_events_is_remembered(events: tuple[LabelledEvent, ...], marked: set[str]) -> None:
    tagger = Tagger.packaged()
    text = "泽远精密与海盐经济开发区签约，总投资20亿元的智能装备项目落户海盐县。"
    article = Labelled("a", text, (Mark(0, 4, "COMPANY"),), events=events)
    [example] = make_examples(parkie.load(tagger=False), tagger.alphabet, [article], base=tagger)
    before = tagger.remembered(example.features, example.weight)
    parties, places = COLUMNS["arguments"].index("signing.parties"), np.arange(len(text))
    told = {"triggers": np.isin(places, (12, 13)), "arguments": places < 4}
    assert all(target.tags.any() for target in before.values())
    for head in ("triggers", "arguments"):
        tags = example.heads[head].tags
        if head in marked:
            tags = tags[:, parties] if head == "arguments" else tags
            assert ((tags > 0) == told[head]).all()
        else:
            assert (tags == before[head].tags).all()
    assert set(example.heads) == {"triggers", "arguments"}


# -- training --------------------------------------------------------------------------------------


def test_a_new_network_learns_and_training_repeats_itself(sets: tuple[Path, Path], tmp_path: Path) -> None:
    told: list[list[Epoch]] = [[], []]
    plan = Plan(epochs=30, patience=30, rate=1e-2, seed=1, dropout=0.0, no_rules=0.0)
    for number, epochs in enumerate(told):
        parkie.train(sets[0], sets[1], tmp_path / f"m{number}", plan=plan, scratch=True, report=epochs.append)
    assert [epoch.loss for epoch in told[0]] == [epoch.loss for epoch in told[1]]
    assert told[0][-1].loss < 0.5 * told[0][0].loss
    assert max(epoch.scores.exact.f1 for epoch in told[0]) > 0.3


def test_a_trained_pipeline_is_saved_with_its_card(sets: tuple[Path, Path], tmp_path: Path) -> None:
    scores = parkie.train(sets[0], sets[1], tmp_path / "model", plan=QUICK)
    card = (tmp_path / "model" / "card.md").read_text("utf-8")
    assert "on 8 articles" in card
    assert "seed: 7" in card
    assert f"F1 {scores.exact.f1:.3f}" in card
    again = parkie.evaluate(tmp_path / "model", sets[1])
    assert again.exact.f1 == pytest.approx(scores.exact.f1, abs=0.03)
    article = parkie.extract("青澜湾产业园与泽远精密签约。", nlp=parkie.load(tmp_path / "model"))
    assert article.entities


def test_ten_articles_of_a_site_help_on_that_site(tmp_path: Path) -> None:
    text = "速递｜{0}丙字楼新租户：{1}。楼长{2}欢迎！"
    rows = {"木石记": "阿泰", "饭粒儿": "老许", "小满社": "阿蓉", "半桶水": "老白", "不二家坊": "阿坤"}
    rows |= {"一格子": "阿珍", "三叶虫": "老贾", "有间铺": "阿福", "云朵朵": "老谭", "石头记": "阿兰", "青禾间": "老沈"}
    rows |= {"月半弯": "阿木", "知了声": "老康", "晚风里": "老邱"}
    articles = []
    for firm, person in rows.items():
        told = text.format("兰谷", firm, person)
        words = {"兰谷": "PARK", firm: "COMPANY", person: "PERSON"}
        marks = sorted(Mark(told.index(word), told.index(word) + len(word), label) for word, label in words.items())
        articles.append(Labelled(firm, told, tuple(marks)))
    dev = Labelled("dev", "兰谷丙字楼迎来新租户。", (Mark(0, 2, "PARK"),))
    plan = Plan(epochs=20, patience=20, rate=2e-3)
    before = parkie.evaluate(None, articles[10:]).exact.f1
    parkie.train(articles[:10], [dev], tmp_path / "m", plan=plan)
    after = parkie.evaluate(tmp_path / "m", articles[10:]).exact.f1
    assert after > before + 0.2


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ((Mark(0, 2, "GARDEN"),), "a: expected a label of PARK, .*found GARDEN"),
        ((Mark(0, 2, "PARK"), Mark(1, 4, "COMPANY")), "a: expected marks without overlap, found one at 1"),
    ],
)
def test_marks_that_cannot_be_learnt_are_told(
    marks: tuple[Mark, ...], told: str, sets: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        parkie.train([Labelled("a", "云谷公司开园。", marks)], sets[1], tmp_path / "m")


def test_what_makes_no_sense_is_refused(sets: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found 8 in both"):
        parkie.train(sets[0], sets[0], tmp_path / "m")
    with pytest.raises(OutputError, match="one already"):
        parkie.train(sets[0], sets[1], tmp_path)
    with pytest.raises(InputError, match="found nothing"):
        read_articles(tmp_path / "none")
    parkie.load(tagger=False).to_disk(tmp_path / "rules")
    with pytest.raises(PipelineError, match="a pipeline with a tagger"):
        parkie.train(sets[0], sets[1], tmp_path / "m", base=tmp_path / "rules")


# -- scores ----------------------------------------------------------------------------------------


def test_scores_count_what_is_found_missed_and_made_up() -> None:
    article = Labelled(
        "a",
        "云谷公司与泽远精密签约,海盐县到会,蓝芯没有",
        (Mark(0, 4, "COMPANY"), Mark(5, 9, "COMPANY"), Mark(12, 15, "DISTRICT")),
        sections=(Mark(0, 18, "body"),),
    )
    found = [
        NameMatch(0, 4, "PARK"),
        NameMatch(5, 7, "COMPANY"),
        NameMatch(12, 15, "DISTRICT"),
        NameMatch(19, 21, "COMPANY"),  # outside the section
    ]
    result = score([(article, found)])
    assert result.exact == (1, 2, 2)
    assert result.partial == (2, 1, 1)
    assert result.labels["COMPANY"] == (0, 1, 2)
    assert result.confusion == {("COMPANY", "PARK"): 1}
    assert [(m.text, m.gold, m.found) for m in result.mistakes] == [
        ("云谷公司", "COMPANY", "PARK"),
        ("泽远", None, "COMPANY"),
        ("泽远精密", "COMPANY", None),
    ]
    assert result.interval[0] <= result.exact.f1 <= result.interval[1]
    assert score([]).exact.f1 == 0.0


# -- the command line ------------------------------------------------------------------------------


def test_train_and_evaluate_on_the_command_line(
    sets: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(tmp_path / "m")
    with pytest.raises(SystemExit) as done:
        main(["train", str(sets[0]), "--dev", str(sets[1]), "--output", model, "--epochs", "1"])
    assert done.value.code == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "epoch  1" in told.err
    for arguments in (["evaluate", model, str(sets[1])], ["evaluate", "-", str(sets[1]), "--format", "json"]):
        with pytest.raises(SystemExit) as done:
            main(arguments)
        assert done.value.code == 0
    out = capsys.readouterr().out
    assert "precision" in out.splitlines()[1]
    assert json.loads(out.splitlines()[-1])["exact"]["f1"] > 0.5
