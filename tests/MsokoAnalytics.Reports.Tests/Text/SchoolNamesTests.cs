using MsokoAnalytics.Reports.Text;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Text;

public sealed class SchoolNamesTests
{
    [Theory]
    [InlineData("МБОУ \"Средняя общеобразовательная школа №12\"", "МБОУ «СОШ №_12»")]
    [InlineData("Муниципальное бюджетное общеобразовательное  учреждение «Средняя общеобразовательная школа № 2 имени Героя Советского Союза»", "МБОУ «СОШ №_2 им. Героя Советского Союза»")]
    [InlineData("муниципальное казённое общеобразовательное учреждение \"Ивановская основная общеобразовательная школа\"", "МКОУ «Ивановская ООШ»")]
    [InlineData("муниципальное казенное общеобразовательное учреждение Начальная школа", "МКОУ НШ")]
    [InlineData("МБОУ «СОШ № 5 с углубленным изучением отдельных предметов»", "МБОУ «СОШ №_5 с УИОП»")]
    [InlineData("МАОУ «Гимназия № 4»", "МАОУ «Гимназия №_4»")]
    public void Long_names_become_the_usual_abbreviations(string name, string expected) =>
        Assert.Equal(expected.Replace('_', '\u00A0'), SchoolNames.Short(name));

    [Fact]
    public void The_full_name_is_only_tidied() =>
        Assert.Equal("МБОУ «Средняя школа №\u00A012»", SchoolNames.Tidy(" МБОУ  \"Средняя школа №12\" "));

    [Fact]
    public void The_list_is_alphabetical_with_numbers_by_value()
    {
        string[] names = ["СОШ № 10", "Ёлкинская СОШ", "СОШ № 2", "Гимназия", "Жуковская СОШ", "СОШ № 02а", "сош № 1", "Единая СОШ"];

        Array.Sort(names, SchoolNames.Compare);

        Assert.Equal(["Гимназия", "Единая СОШ", "Ёлкинская СОШ", "Жуковская СОШ", "сош № 1", "СОШ № 2", "СОШ № 02а", "СОШ № 10"], names);
    }
}
