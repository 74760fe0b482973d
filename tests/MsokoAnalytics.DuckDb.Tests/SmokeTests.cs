using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace MsokoAnalytics.DuckDb.Tests;

public class SmokeTests(ITestOutputHelper output)
{
    [Fact]
    public void Everything()
    {
        output.WriteLine(DuckDbConnection.LibraryVersion);
        using var connection = new DuckDbConnection("Data Source=:memory:;threads=2");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t(i INTEGER, s VARCHAR, d DECIMAL(5,2), l TINYINT[], x VARCHAR[]); INSERT INTO t VALUES (1,'hello world, a long one',1.25,[1,NULL,3],['a',NULL]); SELECT * FROM t";
        using (var reader = command.ExecuteReader())
        {
            Assert.Equal(1, reader.RecordsAffected);
            while (reader.Read())
                for (var i = 0; i < reader.FieldCount; i++)
                    output.WriteLine(reader.GetName(i) + " " + reader.GetDataTypeName(i) + " " + reader.GetFieldType(i) + " " + string.Create(CultureInfo.InvariantCulture, $"{reader.GetValue(i)}"));
        }

        using (var app = connection.CreateAppender(null, "t"))
        {
            for (var i = 0; i < 5000; i++)
            {
                app.SetInt32(0, i);
                if (i % 2 == 0) app.SetString(1, "строка номер " + i.ToString(CultureInfo.InvariantCulture)); else app.SetString(1, "ab"u8);
                app.SetDecimal(2, i / 100m);
                app.BeginList(3);
                for (var k = 0; k < i % 5; k++) app.AppendListInt8((sbyte)k);
                app.AppendListNull();
                app.EndList();
                if (i % 3 == 0) { app.BeginList(4); app.AppendListString("длинная строка, больше двенадцати"u8); app.EndList(); }
                app.EndRow();
            }

            app.Close();
        }

        command.CommandText = "SELECT count(*), sum(i)::BIGINT, sum(d), sum(len(l))::BIGINT, count(x), sum(length(s))::BIGINT FROM t WHERE i BETWEEN $lo AND $hi";
        command.Parameters.AddWithValue("lo", 0);
        command.Parameters.AddWithValue("$hi", 4999);
        using (var reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
            output.WriteLine(string.Join(" | ", Enumerable.Range(0, 6).Select(i => string.Create(CultureInfo.InvariantCulture, $"{reader.GetValue(i)}"))));
        }

        command.CommandText = "SELECT 1;\nSELECT * FROM t\nWHERE missing = 3";
        var error = Assert.Throws<DuckDbException>(() => command.ExecuteNonQuery());
        output.WriteLine(error.Message);
        command.CommandText = "SELECT 1;\nSELEC * FROM t\nWHERE missing = 3";
        error = Assert.Throws<DuckDbException>(() => command.ExecuteNonQuery());
        output.WriteLine(error.Message);
    }
}
