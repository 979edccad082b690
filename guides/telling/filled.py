"""A question with what was typed in it: its form and its rows, what of it can be kept, what it lacks."""

from itertools import zip_longest

from guides.telling.questions import ROWS_MORE


class Filled:
    """data: what was posted (a QueryDict), or the answers kept so far (a dict)."""

    def __init__(self, question, data, *, teller, looked_for=""):
        self.question = question
        self.teller = teller
        self.form = question.form(data, teller=teller, looked_for=looked_for)
        self.rows = self._rows(_typed_rows(question, data)) if question.row else []

    def _rows(self, typed):
        """A form a row; after those that are filled come empty ones, up to as many as the page takes."""
        most = self.question.most_rows
        empty = [{}] * min(ROWS_MORE, most - len(typed))
        return [self._row(values, place) for place, values in enumerate([*typed, *empty], 1)]

    def _row(self, values, place):
        row = self.question.row(values, teller=self.teller, auto_id=f"id_%s_{place}")
        if place != 1:  # said once
            for field in row.fields.values():
                field.help_text = ""
        return row

    @property
    def blank_row(self):
        """The row that a script copies, its number written __n__."""
        return self._row({}, "__n__")

    def is_valid(self):
        return self.form.is_valid() and all(row.is_valid() for row in self.rows)

    @property
    def first_error(self):
        """The first sentence to say; "" when all is well."""
        for form in (*self.rows, self.form):
            for errors in form.errors.values():
                return str(errors[0])
        return ""

    def kept(self):
        """{key: value} of what is valid. Rows go together: one that is wrong keeps all of them from changing."""
        values = self.form.kept()
        if self.question.row and all(row.is_valid() for row in self.rows):
            values[self.question.row_key] = [row.kept() for row in self.rows if row.has_words()]
        return values

    def told(self):
        """[(label, HTML)] to be read again; a row's fields are told together."""
        rows = [(f"{self.question.row_name} {place}", row.together()) for place, row in enumerate(self._whole(), 1)]
        return [*rows, *self.form.told()]

    def _whole(self):
        return [row for row in self.rows if row.has_words()]

    def problems(self):
        """What must be put right before the story can be sent, as sentences."""
        unfinished = [problem for row in self.rows if (problem := row.problem())]
        return [error for error in (self.first_error, *map(str, unfinished)) if error]


def _typed_rows(question, data):
    """[{field: text}] of the rows with words: fields of the same name as they come, or what was kept so far."""
    names = list(question.row.base_fields)
    if hasattr(data, "getlist"):
        lists = [data.getlist(name)[: question.most_rows] for name in names]
        rows = [dict(zip(names, values, strict=True)) for values in zip_longest(*lists, fillvalue="")]
    else:
        rows = data.get(question.row_key, ())
    return [row for row in rows if any(str(text).strip() for text in row.values())]
