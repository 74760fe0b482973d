using System.Security.Cryptography;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>Reads mapping files and tells every fault of them with its place. Nothing is thrown: a faulty mapping says what is wrong with it.</summary>
internal sealed partial class MappingReader(SubjectCatalog subjects, TableReaderFactory readers, Func<string, bool> isPersonal)
{
    /// <param name="folder">Folder of the file relative to the loaded one, "" for the folder itself.</param>
    public IReadOnlyList<TableMapping> Read(string fullPath, string relativePath, string folder)
    {
        var faults = new List<MappingFault>();
        IReadOnlyList<MappingNode> documents = [];
        var version = "";
        try
        {
            version = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(fullPath)));
            documents = System.IO.Path.GetExtension(fullPath).ToLowerInvariant() is ".yml" or ".yaml"
                ? MappingYaml.Read(fullPath, faults)
                : MappingTable.Read(fullPath, readers, faults);
            if (documents.Count == 0 && faults.Count == 0) faults.Add(new MappingFault("файл", "описание пусто", "возьмите образец: msoko template"));
        }
        catch (IntakeException e)
        {
            faults.Add(new MappingFault("файл", e.Message, e.Advice));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new MappingFault("файл", "не открывается", "закройте файл в Excel и повторите"));
        }

        if (documents.Count == 0)
        {
            var empty = new TableMapping { Path = relativePath, Folder = folder, Version = version };
            empty.Faults.AddRange(faults);
            return [empty];
        }

        var mappings = documents.Select((d, i) => ReadOne(d, new TableMapping { Path = relativePath, Folder = folder, Version = version, Number = i + 1 })).ToList();
        mappings[0].Faults.InsertRange(0, faults);
        return mappings;
    }

    private TableMapping ReadOne(MappingNode root, TableMapping m)
    {
        if (root.Entries is null)
        {
            Fault(m, root.Place, "нет ни одного ключа", "первая строка: «файлы: МКР*.xlsx»; образец даёт msoko template");
            return m;
        }

        CheckKeys(m, root.Entries, MappingWords.Root, "ключ");
        ReadSubjects(m, Section(m, root, "предметы"));
        ReadSchools(m, Section(m, root, "школы"));
        ReadTable(m, root);
        ReadWork(m, root);
        ReadColumns(m, root);
        if (m.Aggregate) ReadMeasures(m, root);
        else ReadPupilScores(m, root);
        ReadValues(m, Section(m, root, "значения"));
        return m;
    }

    private void ReadColumns(TableMapping m, MappingNode root)
    {
        var section = Section(m, root, "столбцы");
        if (section is null)
        {
            Fault(m, root.Place, "нет раздела «столбцы»", "добавьте раздел «столбцы» с заголовками вашей таблицы: «школа: ОО», «итог: Сумма баллов»");
            return;
        }

        CheckKeys(m, section, [.. MappingWords.Columns.Keys], "столбец");
        var wrong = m.Aggregate ? MappingWords.PupilColumns : MappingWords.SchoolColumns;
        foreach (var (key, place, value) in section)
        {
            var name = Key(key);
            var known = MappingWords.Columns.FirstOrDefault(c => Key(c.Key) == name);
            if (known.Key is null) continue;
            if (Array.Exists(wrong, w => Key(w) == name))
            {
                Fault(m, place, $"столбца «{key}» не бывает в таблице {(m.Aggregate ? "по школам" : "по ученикам")}",
                    m.Aggregate ? "числа такой таблицы описываются в разделе «показатели»" : "уберите строку или напишите «таблица: по школам»");
                continue;
            }

            var column = Column(m, known.Value, known.Key, place, value, measure: false);
            if (column is not null && known.Value == "participant_code" && column.Headers.FirstOrDefault(h => isPersonal(h.Text)) is { } personal)
                Fault(m, value.Place, $"столбец «{personal.Text}» с именами не может быть кодом ученика", "уберите строку «код ученика»: строки будут пронумерованы, имена в хранилище не попадают");
        }

        if (!m.Columns.Exists(c => c.Field is "school_raw" or "name_raw") && !m.Constants.ContainsKey("school") && !m.Masks.Exists(k => k.Text.Contains("{школа}", StringComparison.OrdinalIgnoreCase))
            && !(m.Aggregate && m.Columns.Exists(c => c.Field == "municipality_raw")))
            Fault(m, root.Place, "неизвестно, к какой школе относятся строки", "назовите столбец («столбцы: школа: …»), или школу всей таблицы («школа: edu220001»), или место {школа} в маске файлов");
    }
}
