"""The demo, step by step."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from demo.progress import Progress
from demo.traffic import Traffic
from demo.train import DESTINATION, train
from demo.ways_in import Prediction, WaysIn
from sagewire.local import EmbeddedAws
from sagewire.local.cdk_cli import CdkCli

ROOT = Path(__file__).parents[1]
_STACK = "Personalization"


class DemoError(Exception):
    """The demo did not show what it is to show; in one line."""


@dataclass(frozen=True, kw_only=True)
class Demo:
    """One run.

    model: a model folder of the user's own; None trains the demo's.
    port: of the embedded AWS on 127.0.0.1.
    directory: where the embedded AWS keeps its state and its logs.
    startup_timeout: seconds that a model has until it answers /ping.
    keep: leave the embedded AWS up.
    """

    model: Path | None
    port: int
    directory: Path
    startup_timeout: float
    keep: bool
    progress: Progress = field(default_factory=Progress)

    @property
    def folder(self) -> Path:
        """The model folder that is deployed."""
        return self.model.resolve() if self.model else ROOT / DESTINATION

    def run(self) -> None:
        """Deploy, ask, change the model, ask again; stop, unless told to keep."""
        if self.model is not None and not self.model.is_dir():
            raise DemoError(f"there is no model folder at {self.model}: name one, or none, to train the demo's own")
        self._train("autumn")
        aws = None
        try:
            with self.progress.step("starting the embedded AWS") as step:
                aws = self._start()
                step.text = f"started the embedded AWS at {aws.endpoint_url}"
            self._show(aws)
        except BaseException:
            if aws is not None:
                aws.stop()
            raise
        if self.keep:
            self._say_how_to_go_on(aws)
        else:
            with self.progress.step("stopped everything"):
                aws.stop()

    def _show(self, aws: EmbeddedAws) -> None:
        cdk = CdkCli(aws=aws, folder=ROOT)
        with self.progress.step("synthesized the app, bootstrapped the embedded AWS"), ThreadPoolExecutor() as pool:
            for done in [pool.submit(cdk.bootstrap), pool.submit(self._synthesize)]:
                done.result()
        outputs = self._deploy(cdk)
        ways_in = WaysIn(aws, outputs)
        first = ways_in.function_url()
        self.progress.say(f"          first prediction {self.progress.seconds:.1f} s after the start: {first.text}")
        self._print(ways_in.predictions())
        if self.model is None:
            self._change_the_model(cdk, ways_in)

    def _change_the_model(self, cdk: CdkCli, ways_in: WaysIn) -> None:
        before = ways_in.function_url()
        with Traffic(ways_in) as traffic:
            self._train("winter")
            self._synthesize()
            self._deploy(cdk)
            after = ways_in.predictions()
        self._print(after)
        self.progress.say(f"before  {before.model}: {before.text}")
        self.progress.say(f"after   {after[0].model}: {after[0].text}")
        answered = ", ".join(f"{count} by {model}" for model, count in traffic.answers.items())
        self.progress.say(f"{traffic.requests} requests during the update ({answered}), {len(traffic.failures)} failed")
        if traffic.failures:
            raise DemoError(f"{len(traffic.failures)} requests failed during the update: {traffic.failures[0]}")
        if before.text == after[0].text:
            raise DemoError("the model was changed, and the answer was not")

    def _train(self, season: str) -> None:
        if self.model is not None:
            return
        with self.progress.step(f"training the {season} model") as step:
            report = train(self.folder, season=season)
            step.text = (
                f"trained the {season} model on {report.rows} sessions: hit rate @5 {report.hit_rate:.0%},"
                f" popularity alone {report.baseline_hit_rate:.0%}"
            )

    def _start(self) -> EmbeddedAws:
        return EmbeddedAws.start(
            directory=self.directory, port=self.port, startup_timeout=self.startup_timeout, detached=self.keep
        )

    @property
    def _assembly(self) -> Path:
        return self.directory.resolve() / "cdk.out"

    def _synthesize(self) -> None:
        """Run the app without the CDK CLI in front, which would only add its own start."""
        context = json.loads((ROOT / "cdk.json").read_text())["context"]
        environment = {
            **os.environ,
            "CDK_OUTDIR": str(self._assembly),
            "CDK_VALIDATION": "false",
            "CDK_CONTEXT_JSON": json.dumps({**context, "model": str(self.folder)}),
        }
        run = subprocess.run(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            raise DemoError(run.stderr.strip().splitlines()[-1])

    def _deploy(self, cdk: CdkCli) -> dict[str, str]:
        with self.progress.step("deploying") as step:
            outputs = cdk.deploy(app=str(self._assembly), progress=step.done)
            step.text = f"deployed {_STACK} with cdk deploy"
        return outputs[_STACK]

    def _print(self, predictions: list[Prediction]) -> None:
        columns = ("way in", "function", "endpoint", "prediction", "ms")
        rows = [(p.way, p.function, p.endpoint, p.text, f"{p.milliseconds:.0f}") for p in predictions]
        self.progress.table(columns, rows)

    def _say_how_to_go_on(self, aws: EmbeddedAws) -> None:
        self.progress.say(f"the embedded AWS stays up at {aws.endpoint_url}; ask it, look at it, stop it:")
        self.progress.say(
            """  .venv/bin/sagewire local invoke RankOnRequest '{"visitor": "v-123", "recentPageViews": []}'"""
        )
        self.progress.say("  .venv/bin/sagewire local status")
        self.progress.say("  .venv/bin/sagewire local stop")
