using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Intake.Persons;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>
/// Names, documents and codes of every form stand afterwards in no byte of the database, its write-ahead log or its temporary files, and
/// neither does the salt or a hash of the load.
/// </summary>
public sealed class GiaPrivacyTests
{
    private static readonly string[] Secrets =
        ["Выдумкин", "Сочинялова", "Небывальцев", "Придумайко", "Фантазёрова", "Былинин", "Мифологов", "Легендарова", "Пётр", "Сергеевич", "99ЯЖ88", "777888", "123456789012", "2310000000017", "выдумкин", "небывальцев"];

    private static readonly Graduate Known = new();

    [Theory]
    [InlineData("xlsx")]
    [InlineData("xls")]
    [InlineData("csv")]
    public async Task Nothing_of_a_person_is_left_on_the_disk(string kind)
    {
        using var folder = new TempFolder();
        using var place = new TempFolder();
        foreach (var form in GiaForm.All.Values)
            folder.WriteBytes($"{form.FileName}.{kind}", form.Bytes(kind,
            [
                .. form.Table(Known, new Graduate("Сочинялова", "Анна", "Олеговна")),
                // Shifted to the right by one: the surname stands in another column, the number of the document among the answers.
                [null, .. form.Row(3, new Graduate("Небывальцев"))],
                // Shifted to the left by one.
                form.Row(4, new Graduate("Придумайко"))[1..],
                // A name in a place of scores, of the class, of the status.
                form.Row(5, Known with { Class = "Фантазёрова" }), form.Row(6, Known with { Short = "Былинин А." }), form.Row(7, Known with { Primary = "Мифологов удалён" }), form.Row(8, Known with { Result = "Мифологов не явился" }),
                form.Row(9, Known with { Exam = "Легендарова", Appeal = "Легендарова" }),
                // Notes and signatures.
                ["Отсутствовал Небывальцев"], [null, null, "Председатель ГЭК", "Придумайко Олег Иванович"], [.. form.Row(10, Known), null, "у Фантазёровой болела голова"],
            ]));
        if (kind == "csv")
            // A stray separator and an open quote shift everything behind them.
            folder.WriteBytes("сдвиг.csv", TextTable.Encode(
                "Математика(2026.06.02)\r\n№;Код ОО;Класс;Код участника;Фамилия;Имя;Отчество;Серия;Номер;Первичный балл;Оценка\r\n1;0101;9;А;123456789012;Выдумкин;Пётр;Сергеевич;99ЯЖ88;777888;7;4\r\n2;0101;9А;1;\"Выдумкин;Пётр;Сергеевич;99ЯЖ88;777888;7;4\r\n3;0101;9А;123456789012;Выдумкин;Пётр;Сергеевич;99ЯЖ88;777888;7;4\r\n", "windows-1251"));

        var path = place.PathOf("w.duckdb");
        var keys = new PersonKeys();
        var hashes = new List<long>();
        foreach (var group in new[] { "2026|9", "2025|11", "2026|11" })
        foreach (var parts in new[] { new[] { "Выдумкин", "Пётр", "Сергеевич" }, ["Сочинялова", "Анна", "Олеговна"] })
        {
            hashes.Add(keys.Name(group, "0101", parts));
            hashes.Add(keys.Number("d", group, ["99ЯЖ88777888"]));
            hashes.Add(keys.Number("c", group, ["123456789012"]));
        }

        using (var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = path, Threads = 2, MemoryLimit = "1GB" }))
        {
            var runner = new IntakeRunner(warehouse, IntakeRun.Setup, "run-1", TimeProvider.System, keys);
            var report = await runner.RunAsync(folder.FullName, null, CancellationToken.None);
            Assert.All(report.Files, f => Assert.Equal(FileStatus.Loaded, f.Status));
            Assert.Contains(report.Rejects, r => r.Rule == "person.shifted");
            // While the log is still there.
            Search(place, keys, hashes);
        }

        Search(place, keys, hashes);
    }

    private static void Search(TempFolder place, PersonKeys keys, List<long> hashes)
    {
        var patterns = Secrets.SelectMany(s => new[] { (s, Encoding.UTF8.GetBytes(s)), (s, Encoding.Unicode.GetBytes(s)) }).ToList();
        patterns.Add(("salt", keys.Salt.ToArray()));
        patterns.Add(("salt in hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(keys.Salt))));
        foreach (var hash in hashes)
        {
            var (little, big) = (new byte[8], new byte[8]);
            BinaryPrimitives.WriteInt64LittleEndian(little, hash);
            BinaryPrimitives.WriteInt64BigEndian(big, hash);
            patterns.AddRange([("hash", little), ("hash", big), ("hash as number", Encoding.ASCII.GetBytes(hash.ToString(CultureInfo.InvariantCulture))), ("hash in hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(big)))]);
        }

        // The lock file is held while the warehouse is open; nothing is ever written into it (WriterLock).
        foreach (var file in Directory.EnumerateFiles(place.FullName, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var (name, pattern) in patterns) Assert.True(bytes.AsSpan().IndexOf(pattern) < 0, $"«{name}» stands in the bytes of {Path.GetFileName(file)}");
        }
    }

    [Fact]
    public void The_search_finds_a_name_and_a_hash_that_are_there()
    {
        using var place = new TempFolder();
        var keys = new PersonKeys();
        var hash = keys.Name("2026|9", "0101", ["Выдумкин"]);
        place.WriteBytes("a", Encoding.UTF8.GetBytes("… Выдумкин …"));
        Assert.Throws<Xunit.Sdk.TrueException>(() => Search(place, keys, [hash]));
        place.WriteBytes("a", BitConverter.GetBytes(hash));
        Assert.Throws<Xunit.Sdk.TrueException>(() => Search(place, keys, [hash]));
        place.WriteBytes("a", [1, 2, 3]);
        Search(place, keys, [hash]);
    }

    [Fact]
    public void Two_loads_have_different_keys_for_the_same_person()
    {
        Assert.NotEqual(new PersonKeys().Name("2026|9", "1", ["Выдумкин"]), new PersonKeys().Name("2026|9", "1", ["Выдумкин"]));
    }
}
