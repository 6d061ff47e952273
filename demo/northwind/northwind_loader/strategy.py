"""The strategy of the example plans, chapter by chapter, as their account managers write it down.

Two plans are rich, one has a few lines about the account; its template stays light.
"""

from .strategy_appraisal import tell_appraisal, tell_investments
from .strategy_goals import ask_people, link_objectives, set_measures, show_blocks, tell_goals
from .strategy_rhythm import note_deliveries, send_samples, tell_key_dates
from .strategy_risks import tell_forces, tell_risks
from .strategy_rivals import tell_rivals
from .strategy_story import Story
from .strategy_values import answer_scorecard, tell_values

# In their order: later ones name what earlier ones made.
RICH = {
    "blocks": show_blocks,
    "people": ask_people,
    "goals": tell_goals,
    "links": link_objectives,
    "measures": set_measures,
    "rivals": tell_rivals,
    "risks": tell_risks,
    "appraisal": tell_appraisal,
    "investments": tell_investments,
    "forces": tell_forces,
    "values": tell_values,
    "scorecard": answer_scorecard,
    "deliveries": note_deliveries,
    "samples": send_samples,
    "key_dates": tell_key_dates,
}
FEW = {"goals": tell_goals, "deliveries": note_deliveries, "key_dates": tell_key_dates}
STEPS = {"running": RICH, "submitted": RICH, "renewed": FEW}


def load_strategy(run):
    """Write down what is not there yet. Each step of a plan is one transaction, marked by an
    external id of the plan; what a user deletes afterwards does not come back.

    :param Run run: after the relationship maps are loaded
    """
    for kind, steps in STEPS.items():
        missing = [name for name in steps if not run.ref(f"strategy_{kind}_{name}")]
        if not missing:
            continue
        story = Story(run, kind)
        for name in missing:
            steps[name](story)
            run.name_records("strategy", [f"{kind}_{name}"], story.plan)
            run.env.flush_all()
            run.commit()
        run.say(f"  strategy of {story.partner.name}: {len(missing)} chapters")
