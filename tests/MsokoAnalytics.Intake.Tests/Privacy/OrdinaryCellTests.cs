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
    public void Only_what_looks_personal_is_taken_for_it(string shape, string text, string? expected)
    {
        var shapes = IntakeRun.Setup.Privacy.Shapes;
        Assert.Equal(expected, shapes.LooksLike(text, shapes[shape, "test"], isRead: true, out _));
    }

    /// <summary>A column that nothing reads, such as «Дата загрузки» of a protocol.</summary>
    [Theory]
    [InlineData("25.03.2022 15:10:44", null)]
    [InlineData("2022-03-25T15:10", null)]
    [InlineData("14.02.2010", "номер документа")]
    [InlineData("14.02.2010 0:00:00", "номер документа")]
    [InlineData("2010-02-14T00:00:00", "номер документа")]
    public void The_time_of_handing_in_is_kept_and_a_date_alone_is_not(string text, string? expected) =>
        Assert.Equal(expected, IntakeRun.Setup.Privacy.Shapes.LooksLike(text, null, isRead: false, out _));
}
