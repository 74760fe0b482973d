namespace MsokoAnalytics.Intake.Tests.SimpleTables;

/// <summary>Published lists keep the document they come from: title rows, columns or the manifest.</summary>
public sealed class OfficialListTests
{
    private const string Bias = "SELECT row_no, school_ref, year, ru4, ma4, ru5, ma5, n_markers, document_number, document_date FROM staging.stg_list__bias ORDER BY row_no";

    // Header of domain notes §1.9.
    private static readonly object?[] Header = ["Год", "Логин", "Муниципалитет", "ОО", "4 РУ", "4 МА", "5 РУ", "5 МА", "Количество маркеров"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Federal_list_with_the_letter_above_the_table(bool csv)
    {
        using var run = new IntakeRun();
        object?[][] rows =
        [
            ["Приложение к письму"], ["Письмо Рособрнадзора от 10.03.2025 № 02-36"], [], Header, [2024, "edu220001", "Н-ский район", "СОШ 1", 1, null, null, "+", 2], [2024, "edu220002", "Н-ский район", "СОШ 2", 0, "да", null, "?", 1],
            ["двадцать четвёртый", "edu220003", null, "СОШ 3", 1, null, null, null, 1],
        ];
        run.LoadFile("bias" + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));
        Assert.Equal(["5 | 220001 | 2024 | 1 | 0 | 0 | 1 | 2 | 02-36 | 2025-03-10", "6 | 220002 | 2024 | 0 | 1 | 0 | ∅ | 1 | 02-36 | 2025-03-10"], run.Rows(Bias));
        Assert.Equal("Письмо Рособрнадзора от 10.03.2025 № 02-36", run.Scalar("SELECT DISTINCT document FROM staging.stg_list__bias"));
        Assert.Equal(["6 | 8 | 5 МА | field.flag | cell | один знак", "7 | 1 | Год | field.year | row | текст"], run.Rejects());
    }

    [Fact]
    public void The_manifest_names_the_document_of_a_bare_table()
    {
        using var run = new IntakeRun();
        TextTable.Save(run.Folder, "manifest.csv", [["файл", "документ", "номер документа", "дата документа"], ["bias.csv", "Письмо Рособрнадзора", "02-36", "10.03.2025"]]);
        run.LoadFile("bias.csv", TextTable.ToBytes([Header, [2024, "edu220001", "Н-ский район", "СОШ 1", 1, null, null, null, 1]]));
        Assert.Equal("2 | 220001 | 2024 | 1 | 0 | 0 | 0 | 1 | 02-36 | 2025-03-10", run.Scalar(Bias));
        Assert.Equal("Письмо Рособрнадзора", run.Scalar("SELECT document FROM staging.stg_list__bias"));
    }

    [Fact]
    public void Long_list_of_markers()
    {
        using var run = new IntakeRun();
        run.LoadFile("перечень.csv", TextTable.ToBytes([["Логин", "Год", "Класс", "Предмет", "Маркер", "Документ"], ["edu220001", 2023, 4, "Русский язык", "завышенный средний балл", "приказ"], ["edu220001", 2023, "МА", "Математика", "завышенный средний балл", "приказ"]]));
        Assert.Equal("2 | 220001 | 2023 | 4 | РУ | завышенный средний балл | приказ", run.Scalar("SELECT row_no, school_ref, year, grade, subject, marker, document FROM staging.stg_list__bias_long"));
        Assert.Equal("3 | 3 | Класс | field.grade | row | текст", Assert.Single(run.Rejects()));
    }

    [Fact]
    public void List_of_low_results_is_known_by_its_title_only()
    {
        using var run = new IntakeRun();
        object?[][] rows = [["Логин", "ОО", "Год", "Причина включения"], ["edu220001", "СОШ 1", 2024, "два предмета ОГЭ"]];
        Assert.Equal("unrecognised", run.LoadFile("список.csv", TextTable.ToBytes(rows)).Status);
        run.LoadFile("ШНОР.csv", TextTable.ToBytes([.. rows, ["edu220002", "СОШ 2", 2024, null]]));
        run.LoadFile("перечень.xlsx", Book.Of("Лист1", [["Перечень школ с низкими образовательными результатами"], .. rows]));
        Assert.Equal(["220001 | 2024 | два предмета ОГЭ", "220001 | 2024 | два предмета ОГЭ", "220002 | 2024 | ∅"], run.Rows("SELECT school_ref, year, reason FROM staging.stg_list__low_results ORDER BY ALL"));
    }
}
