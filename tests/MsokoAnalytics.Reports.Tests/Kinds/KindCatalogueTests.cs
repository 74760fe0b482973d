using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Kinds;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Sections;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Kinds;

public sealed class KindCatalogueTests
{
    [Fact]
    public void The_shipped_kinds_list_sections_that_exist_and_every_section_stands_in_a_kind()
    {
        var kinds = KindCatalogue.Load(FakeAssets.Real);

        Assert.Equal("municipality", kinds[0].Name);
        Assert.Contains(kinds, k => k.Name == "school" && k.OfSchool);
        Assert.Empty(SectionRegistry.Names.Except(kinds.SelectMany(k => k.Sections), StringComparer.Ordinal));
        Assert.All(kinds, k => Assert.Equal(FrameSections.Title, k.Sections[0]));
        Assert.All(kinds, k => Assert.Equal(FrameSections.Notes, k.Sections[^1]));
        Assert.Equal(kinds.Count, kinds.Select(k => k.PathOf(HandMade.Spring2021, "1")).Distinct().Count());
    }

    [Theory]
    [InlineData("\"marks\"", "\"marcs\"", "раздела «marcs» нет")]
    [InlineData("\"marks\"", "\"journal\"", "раздел «journal» назван дважды")]
    [InlineData("\"of\": \"school\"", "\"of\": \"класс\"", "of — «класс»")]
    [InlineData("\"caption\"", "\"заголовок\"", "не читается")]
    public void A_wrong_file_is_named_with_its_mistake(string right, string wrong, string message)
    {
        using var assets = new FakeAssets();
        var file = Path.Combine(assets.Root, "kinds", "school.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(right, wrong, StringComparison.Ordinal));

        var error = Assert.Throws<ReportException>(() => KindCatalogue.Load(assets.Root));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_sections_is_the_order_of_the_file_and_a_section_without_data_is_left_out()
    {
        var hand = new HandMade().School("990001", "СОШ № 1");
        hand.Result(hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык"), HandMade.Of("990001"), 5, 5, 5, 5);
        var data = hand.Data();
        var sections = new Dictionary<string, ISectionData>(StringComparer.Ordinal)
        {
            ["journal"] = new SectionData(_ => null),
            ["tasks"] = new SectionData(_ => new SectionContent("задания") { Conclusions = [new Conclusion("Первое.", "а")], Notes = [new Conclusion("Правило.", "б")] }),
            ["waves"] = new SectionData(c => new SectionContent(c.Own.Id) { Conclusions = [new Conclusion("Второе.", "в")] }),
        };
        var kind = SampleReports.Kind("school") with { Sections = ["title", "waves", "journal", "tasks", "marks", "notes"], Title = "Карта: {wave}, {year}" };

        var model = ReportBuilder.Build(kind, BuildContext.ForSchool(data, data.Schools[0], HandMade.Spring2021), "СОШ № 1", sections, "Совету", null)!;

        Assert.Equal(["title", "waves", "tasks", "notes"], model.Sections.Select(s => s.Name));
        Assert.Equal([null, "990001", "задания", null], model.Sections.Select(s => s.Data));
        Assert.Equal(["Второе.", "Первое."], model.Conclusions.Select(c => c.Lead));
        Assert.Equal(["Правило."], model.Notes.Method.Select(c => c.Lead));
        Assert.Equal("Карта: весна 2021\u00A0года, 2021", model.Head.Title);
        Assert.Equal("Совету", model.Head.Recipient);
        Assert.Null(ReportBuilder.Build(kind, BuildContext.ForSchool(data, data.Schools[0], HandMade.Spring2021), "СОШ № 1", new Dictionary<string, ISectionData>(), null, null));
    }

    [Fact]
    public void A_path_holds_nothing_a_file_system_could_refuse() =>
        Assert.Equal("2021-spring/schools/school-а_1__.pdf", SampleReports.Kind("school").PathOf(HandMade.Spring2021, "а/1:?"));

    [Fact]
    public void Kinds_are_chosen_by_name_or_by_default_and_need_their_tables()
    {
        var kinds = KindCatalogue.Load(FakeAssets.Real);
        var tables = new HashSet<string>(StringComparer.Ordinal);

        Assert.Equal(["municipality", "school"], ReportPlan.Make(kinds, [], tables).Kinds.Select(k => k.Name));
        Assert.Equal(["school"], ReportPlan.Make(kinds, ["school"], tables).Kinds.Select(k => k.Name));
        Assert.StartsWith("Вида отчёта «класс» нет. Есть: municipality", Assert.Throws<ReportException>(() => ReportPlan.Make(kinds, ["класс"], tables)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_few_sections_are_read_first()
    {
        var kinds = KindCatalogue.Load(FakeAssets.Real);
        var every = SectionRegistry.Names.SelectMany(n => SectionRegistry.Find(n)!.Tables).ToHashSet(StringComparer.Ordinal);

        // Sections in kinds/*.json: one, two, two, fourteen, fourteen; those of one number in the order of the kinds.
        Assert.Equal(["score-sheet", "low-results", "objectivity", "municipality", "school"], ReportPlan.Make(kinds, [], every).BySections.Select(k => k.Name));
    }
}
