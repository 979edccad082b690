"""The questions of the network's own sheet, in its order, one a screen."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guides.telling import forms, places

ROWS_MORE = 3  # empty rows after those that are filled
EMPTY = ("", None, [])  # no answer; zero is one


@dataclass(frozen=True)
class Question:
    """slug: of its address; name: in lists; title and words: on its screen; form and row: of forms.py.

    row_key: where the answers keep the rows; row_name: what one is called; row_more: of the button that adds one;
    most_rows: as many as the page takes.
    """

    slug: str
    name: str
    title: str
    words: str
    form: type = forms.Answer
    row: type | None = None
    row_key: str = ""
    row_name: str = ""
    row_more: str = ""
    most_rows: int = 0

    @property
    def keys(self):
        """The answers that this question holds, and that no other one touches."""
        own = [name for name in self.form.base_fields if name not in self.form.passing]
        return [*own, self.row_key] if self.row else own

    def is_answered(self, answers):
        return any(answers.get(key) not in EMPTY for key in self.keys)


QUESTIONS = (
    Question(
        "titre",
        _("Le titre, et une phrase"),
        _("De quoi s’agit-il ?"),
        _("Ce sont les deux seules réponses qu’il faut pour envoyer votre récit. Elles pourront changer."),
        forms.Subject,
    ),
    Question(
        "besoin",
        _("Le besoin"),
        _("Quel était le besoin ?"),
        _("Ce qui manquait, à qui, et pourquoi agir à plusieurs."),
        forms.Need,
    ),
    Question(
        "etapes",
        _("Ce qui a été fait"),
        _("Qu’avez-vous fait, dans l’ordre ?"),
        _("Une étape par case. Les cases vides ne comptent pas."),
        row=forms.Step,
        row_key="steps",
        row_name=_("Étape"),
        row_more=_("Ajouter une étape"),
        most_rows=20,
    ),
    Question(
        "avec-qui",
        _("Avec qui"),
        _("Avec qui l’avez-vous fait ?"),
        _("La fiche de chaque structure mènera à votre récit, et votre récit à leur fiche."),
        places.WithWhom,
    ),
    Question(
        "moyens",
        _("Ce que cela a coûté"),
        _("Combien d’argent et de temps, et qui a payé ?"),
        _("On cherche d’abord ce qui est à sa portée. Ce que vous ne savez pas reste vide."),
        forms.Means,
    ),
    Question(
        "resultats",
        _("Ce que cela donne"),
        _("Qu’est-ce que cela donne ?"),
        _("Des chiffres qui parlent, six au plus, puis quelques mots."),
        forms.Gives,
        row=forms.Figure,
        row_key="figures",
        row_name=_("Chiffre clé"),
        row_more=_("Ajouter un chiffre clé"),
        most_rows=6,
    ),
    Question(
        "reussite",
        _("Ce qui a fait réussir"),
        _("Qu’est-ce qui a fait réussir ?"),
        _("Trois raisons valent mieux que dix."),
        forms.Success,
    ),
    Question(
        "difficultes",
        _("Ce qui n’a pas marché"),
        _("Qu’est-ce qui n’a pas marché, et que feriez-vous autrement ?"),
        _("C’est ce que l’on cherche le plus, et que l’on trouve le moins."),
        forms.Failures,
    ),
    Question(
        "conseils",
        _("Nos conseils"),
        _("Que conseillez-vous à qui voudrait faire de même ?"),
        _("Par quoi commencer, à qui parler, quoi éviter."),
        forms.Advice,
    ),
    Question(
        "plus-loin",
        _("Pour aller plus loin"),
        _("Que lire, qui voir, pour aller plus loin ?"),
        _("Ce qui vous a servi, et ce que vous avez écrit."),
        forms.Further,
    ),
    Question(
        "ou-quand",
        _("Où, quand, sur quoi"),
        _("Où, quand, et sur quoi ?"),
        _("Ces réponses rangent votre récit dans la liste des initiatives."),
        places.WhereAndWhen,
    ),
)
BY_SLUG = {question.slug: question for question in QUESTIONS}


def place_of(question):
    """Its number, from 1."""
    return QUESTIONS.index(question) + 1


def neighbour(question, step):
    """The question `step` places further, or None past either end."""
    place = QUESTIONS.index(question) + step
    return QUESTIONS[place] if 0 <= place < len(QUESTIONS) else None


def next_unanswered(answers):
    """The first question without an answer, or None."""
    return next((question for question in QUESTIONS if not question.is_answered(answers)), None)
