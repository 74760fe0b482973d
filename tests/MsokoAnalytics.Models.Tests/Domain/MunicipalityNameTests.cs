using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Domain;

public class MunicipalityNameTests
{
    [Theory]
    [InlineData("Алейский район", "Алейский муниципальный район")]
    [InlineData("Алейский район", "алейский  р-н (reg22_m001)")]
    [InlineData("г. Алейск", "город Алейск")]
    [InlineData("г.Алейск", "Алейск")]
    [InlineData("г. о. город Алейск", "Городской округ Алейск")]
    [InlineData("Муниципальное образование город Алейск", "г.\u00a0Алейск")]
    [InlineData("Берёзовский район", "Березовский муниципальный округ")]
    public void Spellings_of_one_municipality_have_one_key(string left, string right) => Assert.Equal(Key(left), Key(right));

    [Theory]
    [InlineData("Алейский район", "город Алейск")]
    [InlineData("ЗАТО Сибирский", "Сибирский район")]
    [InlineData("Первый район", "Второй район")]
    [InlineData("Новоалтайск", "Алтайск")]
    public void Different_municipalities_stay_different(string left, string right) => Assert.NotEqual(Key(left), Key(right));

    [Theory]
    [InlineData("Усть-Калманский район", "усть-калманский")]
    [InlineData("Городецкий район", "городецкий")]
    [InlineData("Район", "")]
    public void Key_keeps_the_proper_name(string name, string key) => Assert.Equal(key, Key(name));

    private static string Key(string name)
    {
        using var database = new TestDatabase(Infrastructure.Models.Project);
        foreach (var macro in Infrastructure.Models.Project.Macros) database.Execute(macro.CreateSql);
        return database.Scalar($"SELECT municipality_key({SqlText.Literal(name)})");
    }
}
