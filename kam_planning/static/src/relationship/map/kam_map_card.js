import { deserializeDate, formatDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

import { HEALTH_SIGNS, INFLUENCE_SIGNS, SUPPORT_SIGNS } from "./kam_map_model";

/**
 * What one card shows, in plain values: a card is no component, hundreds are rendered in one go.
 *
 * @param {MapModel} model
 * @param {number} id
 * @param {{shows: Object, focused: ?number, held: ?number}} options
 */
export function describeCard(model, id, { shows, focused, held }) {
    const person = model.byId.get(id);
    const place = model.layout.places.get(id);
    const best = person.relationships[0];
    const labels = model.labelOf;
    const hidden = model.isOpen(id) ? 0 : person.reports;
    return {
        id,
        style: `left:${place.x}px;top:${place.y}px`,
        className: classOf(person, held, model),
        name: person.name,
        title: person.title || "",
        picture: !person.is_placeholder && pictureOf(person.name, person.partner_id, person.photo),
        roles: rolesOf(model, person),
        influence: INFLUENCE_SIGNS[person.influence] || "",
        influenceLabel: labels.influence[person.influence] || "",
        support: model.sees_judgements ? SUPPORT_SIGNS[person.support] : "",
        supportLabel: labels.support[person.support] || "",
        best: best && {
            picture: pictureOf(best.user, best.user_id, best.user_photo, "res.users"),
            user: best.user,
            strength: Math.round(best.strength),
            sign: HEALTH_SIGNS[best.health],
            health: labels.health[best.health],
        },
        owner: ownerOf(person),
        days: daysSince(person.last_contact_date),
        email: person.email,
        phone: person.phone,
        canTakeOff: model.can_write,
        change: labels.contact_change[person.contact_change],
        relationships: shows.coverage ? person.relationships : [],
        gaps: shows.gaps ? person.gaps : [],
        reports: person.reports,
        hidden,
        isIncomplete: model.isOpen(id) && model.isIncomplete(id),
        isOpen: model.isOpen(id),
        level: levelOf(model, person),
        focused: focused === id,
        label: readOut(model, person, best),
    };
}

/** A photo where there is one; otherwise the first letter on a colour that stays the same. */
function pictureOf(name, id, photo, resModel = "res.partner") {
    return {
        name,
        url: photo && `/web/image/${resModel}/${id}/avatar_128?unique=${photo}`,
        letter: (name || "?").trim()[0]?.toUpperCase(),
        style: `background:hsl(${((id || 0) * 47) % 360} 45% 40%)`,
    };
}

function classOf(person, held, model) {
    const names = ["o_kam_map_card"];
    names.push(`o_kam_map_support_${model.sees_judgements ? person.support : "hidden"}`);
    if (person.is_placeholder) {
        names.push("o_kam_map_placeholder");
    }
    if (person.is_stale) {
        names.push("o_kam_map_stale");
    }
    if (held === person.id) {
        names.push("o_kam_map_held");
    }
    return names.join(" ");
}

function rolesOf(model, person) {
    return (person.role_ids || [])
        .map((id) => model.roleById.get(id))
        .filter(Boolean)
        .map((role) => ({ ...role, short: role.abbreviation || role.name.slice(0, 2) }));
}

function ownerOf(person) {
    const owned = person.relationships.find((relationship) => relationship.owner_id);
    if (!owned) {
        return null;
    }
    const { owner: name, owner_id: id } = owned;
    const photo = id === owned.user_id && owned.user_photo;
    return { name, picture: pictureOf(name, id, photo, "res.users") };
}

/** Where the company is a day ahead of the reader, its today is the reader's as well. */
function daysSince(date) {
    const days = date && Math.round(today().diff(deserializeDate(date), "days").days);
    return date ? Math.max(0, days) : null;
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
function readOut(model, person, best) {
    const labels = model.labelOf;
    const second = model.byId.get(person.dotted_manager_id);
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
        second && _t("also reports to %s", second.name),
        labels.contact_change[person.contact_change],
        ...person.gaps,
    ];
    return parts.filter(Boolean).join(", ");
}
