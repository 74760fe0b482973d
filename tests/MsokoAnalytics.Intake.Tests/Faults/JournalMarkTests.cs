namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>The mark from the journal: «нет отметки» takes a pupil out of one comparison only, a letter of sex in its place is a shifted row.</summary>
public sealed class JournalMarkTests
{
    private static readonly (object? Cell, string Mark, string State)[] Readable =
    [
        (2, "2", "mark"), (3, "3", "mark"), ("4", "4", "mark"), ("5.0", "5", "mark"), ("нет отметки", "∅", "none"), ("Нет отметки ", "∅", "none"),
        ("нет\u00A0отметки", "∅", "none"), ("н/а", "∅", "none"), ("*", "∅", "none"), (null, "∅", "empty"), ("", "∅", "empty"), ("\u00A0", "∅", "empty"),
    ];

    private static readonly (object Cell, string ValueClass)[] Impossible = [(1, "целое число"), ("6", "целое число"), ("4.5", "дробное число"), ("зачёт", "текст")];

    private static readonly string[] Sexes = ["ж", "м", "Ж", "жен"];

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_journal_mark_is_read_and_its_absence_is_told_apart(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, [.. Readable.Select((c, i) => new Pupil($"4{i:0000}") { Journal = c.Cell })]);
        Assert.Equal(Readable.Select(c => $"present | 6 | {c.Mark} | {c.State}"), run.Rows("SELECT attendance, primary_score, journal_mark, journal_state FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Empty(run.Rejects());
        Assert.Equal(Readable.Length, account.Sheet.Loaded);
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void An_impossible_journal_mark_is_set_aside_and_the_pupil_stays(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, [.. Impossible.Select((c, i) => new Pupil($"4{i:0000}") { Journal = c.Cell })]);
        Assert.Equal(Impossible.Select(_ => "present | 6 | ∅ | bad"), run.Rows("SELECT attendance, primary_score, journal_mark, journal_state FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(Impossible.Select((c, i) => $"{form.FirstRow + i} | {form.ColumnOf(form.JournalHeader)} | {form.JournalHeader} | journal.unreadable | cell | {c.ValueClass}"), run.Rejects());
        Assert.Equal((Impossible.Length, 0), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_sex_in_place_of_the_mark_tells_a_shifted_row_which_is_rejected(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, [Pupil.Good("50000"), .. Sexes.Select((s, i) => new Pupil($"4{i:0000}") { Journal = s }), Pupil.Good("50001")]);
        Assert.Equal(["50000", "50001"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(Sexes.Select((s, i) => $"{form.FirstRow + 1 + i} | {form.ColumnOf(form.JournalHeader)} | {form.JournalHeader} | row.shifted | row | {(s.Length == 1 ? "один знак" : "текст")}"), run.Rejects());
        Assert.Equal((2, Sexes.Length), (account.Sheet.Loaded, account.Sheet.Rejected));
    }
}
