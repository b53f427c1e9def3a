import pytest

from units import Length, Mass, convert


def test_metres_to_feet():
    value = convert(Length(1.0, "m"), "ft")
    assert value.unit == "ft"
    assert value.number == pytest.approx(3.28, abs=0.01)


def test_feet_to_metres():
    value = convert(Length(1.0, "ft"), "m")
    assert value.unit == "m"
    assert value.number == pytest.approx(0.30, abs=0.01)


def test_kilograms_to_pounds():
    value = convert(Mass(1.0, "kg"), "lb")
    assert value.unit == "lb"
    assert value.number == pytest.approx(2.20, abs=0.01)


def test_pounds_to_kilograms():
    value = convert(Mass(1.0, "lb"), "kg")
    assert value.unit == "kg"
    assert value.number == pytest.approx(0.45, abs=0.01)


class TestErrors:
    def test_unknown_unit(self):
        with pytest.raises(KeyError):
            convert(Length(1.0, "m"), "parsec")

    def test_other_dimension(self):
        with pytest.raises(TypeError):
            convert(Length(1.0, "m"), "kg")

    def test_not_a_number(self):
        with pytest.raises(ValueError):
            convert(Length(float("nan"), "m"), "ft")
