namespace MsokoAnalytics.Intake.Tests.SimpleTables;

/// <summary>Specifications of works: the printed table of ВПР and a table of the centre's own.</summary>
public sealed class TaskSpecificationTests
{
    // Header of domain notes §1.6, specification of 4 МА 2021.
    private static readonly object?[] Printed =
    [
        "№ КИМ", "№", "Умения, виды деятельности (в соответствии с ФГОС)", "Блоки ПООП НОО: выпускник научится / получит возможность научиться", "Уровень сложности", "Код КЭС", "Код КТ",
        "Максимальный балл за выполнение задания", "Примерное время выполнения задания обучающимся (в минутах)",
    ];

    [Fact]
    public void The_printed_table_takes_its_work_from_the_names_of_file_and_folder()
    {
        using var run = new IntakeRun();
        run.LoadFile("ВПР 2021/4 класс/Описание. Математика, 4 класс. ВПР 2021.xlsx", Book.Of("Лист1",
        [
            ["Описание контрольных измерительных материалов"], Printed, [1, 1, "Выполнять арифметические действия", "Числа", "Базовый", "1.1", "2.1", 1, 2], [1, 1, "Выполнять арифметические действия", "Числа", "Базовый", "1.2", "2.1", 1, 2],
            ["5(1)", 5, "Исследовать фигуры", "Геометрия", "Повышенный", "4.3", null, 1, 3], ["5(2)", 6, "Исследовать фигуры", "Геометрия", "сложный", "4.3", null, 1, 3],
        ]));
        Assert.Equal(
            ["3 | ВПР | 2021 | spring | 4 | МА | base | 1 | 1 | Б | 1.1 | 2.1 | 1", "4 | ВПР | 2021 | spring | 4 | МА | base | 1 | 1 | Б | 1.2 | 2.1 | 1", "5 | ВПР | 2021 | spring | 4 | МА | base | 5(1) | 5 | П | 4.3 | ∅ | 1", "6 | ВПР | 2021 | spring | 4 | МА | base | 5(2) | 6 | ∅ | 4.3 | ∅ | 1"],
            run.Rows("SELECT row_no, procedure, year, wave, grade, subject, level, task, task_no, difficulty, kes_code, kt_code, max_score FROM staging.stg_spec__task ORDER BY row_no"));
        Assert.Equal("Описание контрольных измерительных материалов | Исследовать фигуры | Геометрия", run.Scalar("SELECT document || ' | ' || skill || ' | ' || programme_block FROM staging.stg_spec__task WHERE row_no = 5"));
        Assert.Equal(["6 | 5 | Уровень сложности | field.enum | cell | текст"], run.Rejects());
    }

    [Fact]
    public void A_table_of_many_works_names_each_of_them()
    {
        using var run = new IntakeRun();
        run.LoadFile("коды.csv", TextTable.ToBytes(
        [
            ["Процедура", "Год", "Волна", "Класс", "Предмет", "Номер задания", "Умение", "Код умения", "Сложность", "Статус кодов"],
            ["МКР", 2024, "ноябрь", 7, "Математика", "3", "Решать уравнения", "А-3", "П", "демонстрационные"], ["ВПР", 2024, "осень", 5, "Русский язык", "2К1", "Разбирать слова", null, "Б", null],
            ["ВПР", 2024, "весна", 5, "Русский язык", null, "Разбирать слова", null, "Б", null], ["ВПР", 2024, "весна", 5, "Русский язык", "3", null, null, null, "официальные"],
            ["ВПР", 2024, "осень", 5, "Русский язык", "2К1", "Разбирать слова", null, "Б", null],
        ]));
        Assert.Equal(["2 | МКР | november | 7 | МА | 3 | А-3 | демонстрационный", "3 | ВПР | autumn | 5 | РУ | 2К1 | ∅ | ∅"],
            run.Rows("SELECT row_no, procedure, wave, grade, subject, task, skill_code, code_status FROM staging.stg_spec__task ORDER BY row_no"));
        Assert.Equal(["4 | 6 | Номер задания | field.missing | row | пусто", "5 | 7 | Умение | field.any | row | пусто", "6 | ∅ | ∅ | row.duplicate | row | строка"], run.Rejects());
    }
}
