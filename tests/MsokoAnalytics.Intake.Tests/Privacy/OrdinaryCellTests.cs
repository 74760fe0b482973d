namespace MsokoAnalytics.Intake.Tests.Privacy;

/// <summary>What real files hold must not be taken for personal data: texts from the real sets in ../shared, beside personal ones of nearly the same look.</summary>
public sealed class OrdinaryCellTests
{
    [Theory]
    // Means of «Сетевой Город» in full length; a journal's cells have no shape but that of labels.
    [InlineData("label", "4.333333333333333", null)]
    [InlineData("label", "3,9565217391", null)]
    [InlineData("label", "-0.0000123456", null)]
    [InlineData("label", "11223344595", "СНИЛС")]
    [InlineData("label", "45 08 777888", "номер паспорта")]
    [InlineData("label", "01.02.2014", "дату")]
    // Codes of schools of the Bulgarian set: digits in groups.
    [InlineData("long_code", "1 300 102", null)]
    [InlineData("long_code", "102 015", null)]
    [InlineData("long_code", "1300102", null)]
    [InlineData("long_code", "112 233 445 95", "СНИЛС")]
    [InlineData("long_code", "4508 777888", "номер паспорта")]
    [InlineData("number", "1 234 567,5", null)]
    // Numbers of organisations in groups; the check of an ИНН holds for them too (7707083893 is Сбербанк's).
    [InlineData("inn", "7 707 083 893", null)]
    [InlineData("inn", "7 707 083 894", "номер паспорта (не ИНН организации)")]
    [InlineData("ogrn", "1 027 700 132 195", null)]
    [InlineData("participant", "740123-9А-15", null)]
    [InlineData("participant", "740123/15", null)]
    [InlineData("participant", "4508-777888", "номер паспорта")]
    [InlineData("participant", "112-233-445 95", "СНИЛС")]
    [InlineData("label", "1250,333333", null)]
    [InlineData("label", "5.551115123125783E-17", null)]
    [InlineData("label", "2022-2023", null)]
    [InlineData("label", "vpr123456", null)]
    [InlineData("label", "IV-ПР 123456", "номер свидетельства о рождении")]
    [InlineData("amount", "12 500,50 руб.", null)]
    [InlineData("number", "Выбыл", null)]
    [InlineData("number", "Иванов", "имя")]
    public void Only_what_looks_personal_is_taken_for_it(string shape, string text, string? expected)
    {
        var shapes = IntakeRun.Setup.Privacy.Shapes;
        Assert.Equal(expected, shapes.LooksLike(text, shapes[shape, "test"], isRead: true, out _));
    }

    /// <summary>A column that nothing reads, such as «Дата загрузки» of a protocol.</summary>
    [Theory]
    [InlineData("25.03.2022 15:10:44", null)]
    [InlineData("2022-03-25T15:10", null)]
    [InlineData("09:00-10:30", null)]
    [InlineData("01.09-31.05", null)]
    [InlineData("14.02.2010", "номер документа")]
    [InlineData("14.02.2010 0:00:00", "номер документа")]
    [InlineData("2010-02-14T00:00:00", "номер документа")]
    public void The_time_of_handing_in_is_kept_and_a_date_alone_is_not(string text, string? expected) =>
        Assert.Equal(expected, IntakeRun.Setup.Privacy.Shapes.LooksLike(text, null, isRead: false, out _));

    /// <summary>Excel makes a date of a class «9-1»: the pupil stays, of no class, and no class is called by what the reader put in place of the date.</summary>
    [Fact]
    public void A_date_in_place_of_a_class_costs_the_class_only()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.csv", TextTable.Encode(TextTable.Text(VprForm.All["vpr_f1"].Head, ';') + "edu000389;Н-ский район(reg00_m010);МБОУ СОШ № 1;40001;2024-01-09;1;2;1;3;6;5;4\r\n", "utf-8"));
        Assert.Equal((1, 0), (file.Loaded, file.Rejected));
        Assert.Equal(["40001 | ∅"], run.Rows("SELECT participant_code, class_label FROM staging.stg_vpr__result"));
    }
}
