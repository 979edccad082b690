"""One real page, or one account, at a time: what the demo and the tests build their content with.

Pages go through Wagtail's own `add_child`, published; values given by name win over the defaults.
"""

from django.utils import timezone

from agenda.engine.clocks import to_wall
from agenda.models import EventPage
from directory.models import StructurePage
from guides.models import GuideContributor, GuidePage, GuidePartPage, StoryPage, StoryStructure
from portal.core.bulk import slug_from
from portal.core.models import FieldOfActivity, User
from portal.editorial.roles import member_group


def make_structure(parent, *, title=None, commune=None, fields=(), **values):
    """Add a structure to a directory index page. fields: fields of activity, as terms or as their slugs."""
    title = title or f"Structure n° {parent.numchild + 1} (exemple fictif)"
    page = StructurePage(title=title, commune=commune, **{"is_fictional": True} | values)
    page.fields_of_activity = terms(FieldOfActivity, fields, locale=parent.locale_id)
    return _published(parent, page)


def make_event(parent, *, title, start, end, others=(), **values):
    """Add an event to an agenda index page or to a structure; aware times, others: further (start, end) pairs, of which
    the start counts: all last as long as the first.

    categories: terms; co_organisers: structures.
    """
    many = {name: values.pop(name) for name in ("categories", "audiences", "co_organisers") if name in values}
    page = EventPage(title=title, start=start, end=end, **{"is_fictional": True} | values)
    page.rdates = page.rdates or [written(first) for first, _last in others]
    for name, rows in many.items():
        setattr(page, name, rows)
    return _published(parent, page)


def written(moment):
    """A further date as an event keeps it: the clock of here."""
    return to_wall(moment).isoformat()


def make_guide(parent, *, title, number=None, contributors=(), parts=(), **values):
    """Add a mini-guide, by default numbered after the last one.

    contributors: structures; parts: values of its parts, in order; cooperation, sizes, valleys ...: terms; tags: names.
    """
    many = _taken(values, "cooperation", "sizes", "fields_of_activity", "valleys", "related_guides")
    tags = values.pop("tags", ())
    page = GuidePage(title=title, number=number or parent.numchild + 1, **values)
    page.contributors = [GuideContributor(structure=structure) for structure in contributors]
    page = _published(parent, _with(page, many, tags))
    for part in parts:
        make_part(page, **part)
    return page


def make_part(guide, *, title, **values):
    """Add a part after those that a guide has."""
    return _published(guide, GuidePartPage(title=title, **values))


def make_story(parent, *, title, structures=(), **values):
    """Add a success story, linked to guides and to the structures that did it.

    structures: each alone or with its role, (structure, role); tags: names.
    """
    many, tags = _taken(values, "guides", "cooperation"), values.pop("tags", ())
    page = StoryPage(title=title, **values)
    links = (link if isinstance(link, tuple) else (link, "") for link in structures)
    page.structures = [StoryStructure(structure=structure, role=role) for structure, role in links]
    return _published(parent, _with(page, many, tags))


def _taken(values, *names):
    return {name: list(values.pop(name)) for name in names if name in values}


def _with(page, many, tags):
    for name, rows in many.items():
        setattr(page, name, rows)
    if tags:
        page.tags.add(*tags)
    return page


def make_user(email, *, password=None, groups=(), **values):
    """Create an account; without a password it can only be opened by a test's `force_login`, or by a reset link."""
    user = User.objects.create_user(email, password, **values)
    user.groups.set(groups)
    return user


def make_member(structure, email, **values):
    """Create the account of somebody who may edit this structure and what is under it, and nothing else."""
    return make_user(email, groups=[member_group(structure)], **values)


def _published(parent, page):
    page.slug = page.slug or _free_slug(parent, page.title)
    if page.live:
        page.first_published_at = page.first_published_at or timezone.now()
        page.last_published_at = max(page.first_published_at, page.last_published_at or page.first_published_at)
    return parent.add_child(instance=page)


def _free_slug(parent, title):
    slug = slug_from(title)
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)


def terms(model, chosen, **where):
    """Return the terms of a vocabulary, or the pages, given as such or by their slugs, in their order.

    where: what narrows the search, such as locale=; raises model.DoesNotExist for a slug that nothing has.
    """
    slugs = [term for term in chosen if isinstance(term, str)]
    found = {term.slug: term for term in model.objects.filter(slug__in=slugs, **where)} if slugs else {}
    if missing := set(slugs) - set(found):
        raise model.DoesNotExist(f"No {model._meta.model_name} has the slug {', '.join(sorted(missing))}.")
    return [found[term] if isinstance(term, str) else term for term in chosen]
