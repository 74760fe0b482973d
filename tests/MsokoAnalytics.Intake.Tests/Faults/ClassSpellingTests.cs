namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>One class comes in dozens of spellings; letters are kept in Russian capitals, ordinals as digits, «нет» as nothing.</summary>
public sealed class ClassSpellingTests
{
    [Theory]
    [InlineData("А", "А", "а", "A", "a", "4А", "4а", "4 А", "4A", "4-А", "4–а", "4\"А\"", "4 «А»", "4 „А“", "4 класс А", "4 кл. А", "4 класс \"А\"", "4_а", "(А)", " А ", "\u00A0А", "4\u00A0А", "'А'", "4 'а'", "04А", "4.А")]
    [InlineData("В", "В", "в", "B", "b", "4B")]
    [InlineData("ИТ", "ит", "ИТ", "4 ИТ")]
    [InlineData("1", "1", "01", " 1 ")]
    [InlineData("12", "12")]
    [InlineData("∅", "нет", "Нет", "нет\u00A0", "-", "", "н/а", "без буквы")]
    [InlineData("Ё", "ё", "Ё")]
    public void Spellings_of_a_class_become_one(string expected, params string[] spellings)
    {
        using var run = new IntakeRun();
        VprForm.All["vpr_2022"].Load(run, [.. spellings.Select((s, i) => new Pupil($"4{i:0000}") { Class = s })]);
        Assert.Equal(spellings.Select(s => expected), run.Rows("SELECT class_label FROM staging.stg_vpr__result ORDER BY row_no"));
    }

    [Fact]
    public void A_class_ordinal_stored_as_a_number_stays_an_ordinal()
    {
        using var run = new IntakeRun();
        VprForm.All["vpr_collection_form"].Load(run, new Pupil("40001") { Class = 1 }, new Pupil("40002") { Class = 12.0 }, new Pupil("40003") { Class = null });
        Assert.Equal(["1", "12", "∅"], run.Rows("SELECT class_label FROM staging.stg_vpr__result ORDER BY row_no"));
    }
}
