"""What a browser sends back of an edit form of the admin."""

from bs4 import BeautifulSoup


def form_values(client, address):
    """Every field of the form at an address as a browser would send it back unchanged: {name: [values]}."""
    soup = BeautifulSoup(client.get(address).text, "html.parser")
    form = soup.select_one("form[data-edit-form]") or soup.select_one("#page-edit-form")
    values = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if "__prefix__" in field["name"] or field.get("type") in ("submit", "button", "file"):
            continue
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            values[field["name"]] = [option.get("value", "") for option in field.select("option[selected]")]
        else:
            text = field.text if field.name == "textarea" else field.get("value", "")
            values.setdefault(field["name"], []).append(text)
    return {name: found for name, found in values.items() if found}
