using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Tests.Unit;

public class SqlReferencesTests
{
    [Theory]
    [InlineData("SELECT a.x FROM core.a AS a", "core.a")]
    [InlineData("SELECT 1 FROM core.a, core.b b, (SELECT 1 FROM core.c) c", "core.a core.b core.c")]
    [InlineData("SELECT 1 FROM (core.a JOIN core.b USING (x))", "core.a core.b")]
    [InlineData("SELECT 1 FROM core.a LEFT JOIN core.b ON a.x = b.x AND a.y IN (SELECT y FROM core.c)", "core.a core.b core.c")]
    [InlineData("SELECT 1 FROM core.a ANTI JOIN core.b ON TRUE", "core.a core.b")]
    [InlineData("WITH q AS (SELECT 1 FROM core.a), r(x, y) AS NOT MATERIALIZED (SELECT 1 FROM q) SELECT 1 FROM r, core.b", "core.a core.b")]
    [InlineData("SELECT 'FROM core.no' AS t -- FROM core.no\n/* JOIN core.no */ FROM core.yes", "core.yes")]
    [InlineData("SELECT extract(year FROM d), trim(both ' ' FROM s), substring(s FROM 2) FROM core.a", "core.a")]
    [InlineData("SELECT 1 FROM core.a WHERE x IS DISTINCT FROM y AND x IS NOT DISTINCT FROM z", "core.a")]
    [InlineData("SELECT DISTINCT x FROM core.a", "core.a")]
    [InlineData("SELECT 1 FROM unnest([1, 2]) AS u(x), range(3), core.a", "core.a")]
    [InlineData("SELECT 1 FROM (VALUES (1, 'a'), (2, 'b')) AS v(x, y) JOIN core.a ON TRUE", "core.a")]
    [InlineData("SELECT 1 FROM core.a UNION ALL SELECT 2 FROM core.b ORDER BY 1, 2", "core.a core.b")]
    [InlineData("SELECT (SELECT max(x) FROM core.b), y FROM core.a GROUP BY y, z", "core.b core.a")]
    [InlineData("SELECT 1 FROM \"core\".\"a\" , LATERAL (SELECT 1 FROM core.b) l", "core.a core.b")]
    [InlineData("SELECT count(*) FILTER (WHERE x > 1), sum(y) OVER (PARTITION BY z, w ORDER BY v) FROM core.a QUALIFY 1 = 1", "core.a")]
    public void Tables_are_found_where_they_are_read(string sql, string expected) =>
        Assert.Equal(expected, string.Join(' ', SqlReferences.Find(sql).Select(r => r.FullName)));

    [Fact]
    public void Only_the_names_are_rewritten()
    {
        const string sql = "SELECT a.x, 'core.a' FROM core.a AS a /* core.a */ JOIN \"core\".b ON a.x = b.x";
        var text = SqlReferences.Rewrite(sql, SqlReferences.Find(sql), r => $"<{r.FullName}>");
        Assert.Equal("SELECT a.x, 'core.a' FROM <core.a> AS a /* core.a */ JOIN <core.b> ON a.x = b.x", text);
    }

    [Theory]
    [InlineData("SELECT 1 FROM schools", "таблица «schools» названа без схемы и не объявлена в WITH")]
    [InlineData("SELECT 1 FROM db.core.a", "имя таблицы должно состоять из схемы и имени")]
    [InlineData("SELECT 1 FROM 'a.csv'", "модель читает файл: разрешены только таблицы")]
    [InlineData("SELECT 1 FROM read_csv('a.csv')", "табличная функция «read_csv» в моделях не разрешена")]
    [InlineData("DELETE FROM core.a", "модель должна быть одним запросом SELECT (или WITH … SELECT)")]
    [InlineData("SELECT 1 FROM core.a; DROP TABLE core.a", "точка с запятой: модель — один запрос, без «;»")]
    [InlineData("SELECT (1 FROM core.a", "не хватает закрывающей скобки")]
    [InlineData("SELECT 1) FROM core.a", "лишняя закрывающая скобка")]
    public void What_the_graph_can_not_see_is_refused(string sql, string problem) =>
        Assert.Equal("строка 1: " + problem, Assert.Throws<SqlSyntaxException>(() => SqlReferences.Find(sql)).Message);

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Equal("файл пуст", Assert.Throws<SqlSyntaxException>(() => SqlReferences.Find("-- nothing")).Message);
}
