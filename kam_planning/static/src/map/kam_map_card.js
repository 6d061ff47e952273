import { deserializeDate, formatDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

import { HEALTH_SIGNS, INFLUENCE_SIGNS, SUPPORT_SIGNS } from "./kam_map_model";

/** What one card shows, in plain values: all cards are drawn in one go. */
export function describeCard(model, id, state) {
    const person = model.byId.get(id);
    const place = model.chart.places.get(id);
    const best = person.ties[0];
    const labels = labelsOf(model);
    const hidden = model.isOpen(id) ? 0 : person.reports;
    return {
        id,
        style: `left:${place.x}px;top:${place.y}px`,
        className: classOf(person, state, model),
        name: person.name,
        title: person.title || "",
        photo: person.partner_id && `/web/image/res.partner/${person.partner_id}/avatar_128`,
        roles: rolesOf(model, person),
        influence: INFLUENCE_SIGNS[person.influence] || "",
        influenceLabel: labels.influence[person.influence] || "",
        support: model.sees_judgements ? SUPPORT_SIGNS[person.support] : "",
        supportLabel: labels.support[person.support] || "",
        best: best && {
            userId: best.user_id,
            user: best.user,
            strength: Math.round(best.strength),
            sign: HEALTH_SIGNS[best.health],
            health: labels.health[best.health],
        },
        owner: ownerOf(person),
        days: daysSince(person.last_contact_date),
        change: labels.contact_change[person.contact_change],
        ties: state.shows.coverage ? person.ties : [],
        gaps: state.shows.gaps ? person.gaps : [],
        reports: person.reports,
        hidden,
        isIncomplete: model.isOpen(id) && model.isIncomplete(id),
        isOpen: model.isOpen(id),
        level: levelOf(model, person),
        focused: state.focused === id,
        label: readOut(person, labels, best),
    };
}

function labelsOf(model) {
    const names = ["influence", "support", "health", "contact_change"];
    return Object.fromEntries(names.map((n) => [n, Object.fromEntries(model.labels[n] || [])]));
}

function classOf(person, state, model) {
    const names = ["o_kam_card"];
    names.push(`o_kam_support_${model.sees_judgements ? person.support : "hidden"}`);
    if (person.is_placeholder) {
        names.push("o_kam_placeholder");
    }
    if (person.is_stale) {
        names.push("o_kam_stale");
    }
    if (state.held === person.id) {
        names.push("o_kam_held");
    }
    return names.join(" ");
}

function rolesOf(model, person) {
    const byId = new Map(model.roles.map((role) => [role.id, role]));
    return (person.role_ids || [])
        .map((id) => byId.get(id))
        .filter(Boolean)
        .map((role) => ({ ...role, short: role.abbreviation || role.name.slice(0, 2) }));
}

function ownerOf(person) {
    const tie = person.ties.find((one) => one.owner_id);
    return tie && { id: tie.owner_id, name: tie.owner };
}

function daysSince(date) {
    return date ? Math.round(today().diff(deserializeDate(date), "days").days) : null;
}

function levelOf(model, person) {
    let level = 1;
    let manager = person.manager_id;
    while (model.isShown(manager) && level < 100) {
        level++;
        manager = model.byId.get(manager).manager_id;
    }
    return level;
}

/** The card as a screen reader says it. */
function readOut(person, labels, best) {
    const parts = [
        person.name,
        person.title,
        person.is_placeholder && _t("not filled yet"),
        labels.influence[person.influence],
        labels.support[person.support],
        best &&
            _t("best known by %(user)s, strength %(strength)s", {
                user: best.user,
                strength: Math.round(best.strength),
            }),
        person.last_contact_date &&
            _t("last contact %s", formatDate(deserializeDate(person.last_contact_date))),
        person.reports && _t("%s reports", person.reports),
        labels.contact_change[person.contact_change],
        ...person.gaps,
    ];
    return parts.filter(Boolean).join(", ");
}
