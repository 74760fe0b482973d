using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>What the head of a kind asks for.</summary>
public sealed class SheetKindTests
{
    private const string Head = "-- fields: code\n-- repeated: place = login school\n-- repeated: class = label\n";

    [Fact]
    public void Texts_are_numbered_where_the_head_says_so()
    {
        var kind = SheetKind.Parse("k.sql", Head + "-- numbered: place in staging.t.place_id by 3\nSELECT 1");
        Assert.Equal(new NumberedGroup("place", "staging.t", "place_id", 3), kind.NumbersOf("place"));
        Assert.Null(kind.NumbersOf("class"));
    }

    [Fact]
    public void What_sheets_say_belongs_to_the_texts_of_a_group_that_names_it()
    {
        var kind = SheetKind.Parse("k.sql", Head + "-- context: place = school_login region_code\nSELECT 1");
        Assert.Equal([["school_login", "region_code"], []], kind.Repeated.Select(r => r.Context));
    }

    [Theory]
    [InlineData("-- context: palce = school_login\n", "«context: palce = school_login»")]
    [InlineData("-- context: place = school_lgoin\n", "«context: place = school_lgoin»")]
    [InlineData("-- numbered: palce in staging.t.place_id by 1\n", "«numbered: palce»")]
    [InlineData("-- seen: code in palce\n", "«seen: code in palce»")]
    [InlineData("-- tasks: coeds\n", "неизвестный вид заданий «coeds»")]
    [InlineData("-- sheets: few\n", "неизвестное число листов «few»")]
    public void A_faulty_head_is_told_with_its_file(string line, string complaint)
    {
        var problem = Assert.Throws<LayoutException>(() => SheetKind.Parse("k.sql", Head + line + "SELECT 1"));
        Assert.Contains("k.sql", problem.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, problem.Message, StringComparison.Ordinal);
    }
}
