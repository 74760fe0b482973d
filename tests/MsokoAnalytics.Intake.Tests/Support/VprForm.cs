namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>
/// A pupil-level ВПР form with its header word for word as in the domain notes (§1.2, 1.3, 1.7): mathematics, grade 4, tasks of 2, 1 and 3 points.
/// </summary>
internal abstract class VprForm
{
    public static readonly IReadOnlyDictionary<string, VprForm> All = new VprForm[] { new Form2020(), new Form2021(), new Form2022(), new FormF1(), new FormCollection() }
        .ToDictionary(f => f.LayoutId, StringComparer.Ordinal);

    public static TheoryData<string> Ids => new(All.Keys.Order(StringComparer.Ordinal));

    public abstract string LayoutId { get; }

    /// <summary>Name without extension that gives the work's year, grade, subject (and school) where the sheet does not.</summary>
    public abstract string FileName { get; }

    public virtual string SheetName => "Лист1";

    /// <summary>Rows above the pupils, the header last.</summary>
    public abstract IReadOnlyList<object?[]> Head { get; }

    /// <summary>Sheet row of the first pupil.</summary>
    public int FirstRow => Head.Count + 1;

    /// <summary>Whether the header tells the maximum scores of the tasks.</summary>
    public virtual bool NamesMaxima => true;

    public virtual bool HasMark => false;

    public virtual bool HasLogin => true;

    public abstract object?[] Row(Pupil p);

    /// <summary>1-based column of a header.</summary>
    public int ColumnOf(string header) => Array.IndexOf(Head[^1], header) + 1;

    /// <summary>1-based column of a task.</summary>
    public abstract int TaskColumn(int task);

    public abstract string TaskHeader(int task);

    public abstract string CodeHeader { get; }

    public abstract string TotalHeader { get; }

    public abstract string JournalHeader { get; }

    public IReadOnlyList<object?[]> Table(params Pupil[] pupils) => [.. Head, .. pupils.Select(Row)];

    public byte[] Xlsx(params Pupil[] pupils)
    {
        var book = new XlsxFile();
        book.Sheet(SheetName).Rows(Table(pupils));
        return book.ToBytes();
    }

    public byte[] Csv(params Pupil[] pupils) => TextTable.ToBytes(Table(pupils));

    public FileAccountOf Load(IntakeRun run, params Pupil[] pupils)
    {
        var account = run.LoadFile(FileName + ".xlsx", Xlsx(pupils));
        return new FileAccountOf(account, Assert.Single(account.Sheets));
    }

    private sealed class Form2020 : VprForm
    {
        public override string LayoutId => "vpr_2020";

        public override string FileName => "ВПР 2020 осень математика 4 класс";

        public override IReadOnlyList<object?[]> Head => [["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", .. Enumerable.Range(1, 40).Select(i => (object)$"a-{i}-grade")]];

        public override bool NamesMaxima => false;

        public override object?[] Row(Pupil p) => ["reg00_vpr_m041", p.Login?.Replace("edu", "sch", StringComparison.Ordinal), 17, p.Code, p.Journal, p.Sex, p.Class, p.Variant, null, p.Total, .. p.Scores];

        public override int TaskColumn(int task) => 10 + task;

        public override string TaskHeader(int task) => $"a-{task}-grade";

        public override string CodeHeader => "code";

        public override string TotalHeader => "sum";

        public override string JournalHeader => "otc";
    }

    private sealed class Form2021 : VprForm
    {
        public override string LayoutId => "vpr_2021";

        public override string FileName => "Проведение работы по математике, 4 класс. ВПР 2021";

        public override IReadOnlyList<object?[]> Head =>
        [
            ["логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
                "балл за 1", "балл за 2", "балл за 3", "Учебник", "Др.уч. автор", "Др.уч. название"],
        ];

        public override bool NamesMaxima => false;

        public override object?[] Row(Pupil p) =>
            [p.Login?.Replace("edu", "sch", StringComparison.Ordinal), "00", 1, p.Code, p.Journal, p.Sex, p.Class, p.Variant, p.Total, .. Pad(p.Scores), "Моро М.И. Математика", null, null];

        public override int TaskColumn(int task) => 9 + task;

        public override string TaskHeader(int task) => $"балл за {task}";

        public override string CodeHeader => "код обучающегося";

        public override string TotalHeader => "всего баллов";

        public override string JournalHeader => "отметка за предыдущую четверть/триместр";
    }

    private sealed class Form2022 : VprForm
    {
        public override string LayoutId => "vpr_2022";

        public override string FileName => "ВПР 2022 Математика 4 класс";

        public override string SheetName => "Протокол";

        public override IReadOnlyList<object?[]> Head =>
        [
            ["Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код", "Вариант", "1 (2б)", "5(1) (1б)", "5(2) (3б)",
                "Наименование класса", "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"],
        ];

        public override object?[] Row(Pupil p) =>
        [
            p.Login, "reg000000", "reg000000 | Регион А", "reg00_m010 | Н-ский муниципальный район", p.Login is null ? null : $"{p.Login} | МКОУ СОШ № 3", "04.03.2022 09:28:45", p.Code, p.Variant,
            .. Pad(p.Scores), p.Class, p.Sex, p.Journal, p.Total,
        ];

        public override int TaskColumn(int task) => 8 + task;

        public override string TaskHeader(int task) => (string)Head[0][7 + task]!;

        public override string CodeHeader => "Код";

        public override string TotalHeader => "Итого баллов";

        public override string JournalHeader => "Отметка за предыдущий триместр/ четверть/полугодие";
    }

    private sealed class FormF1 : VprForm
    {
        public override string LayoutId => "vpr_f1";

        public override string FileName => "Ф1_Индивидуальные результаты";

        public override string SheetName => "МА 4 Индивидуальные результаты";

        public override IReadOnlyList<object?[]> Head =>
        [
            ["Индивидуальные результаты"],
            [],
            ["ВПР 2026 Математика 4 класс"],
            ["Предмет:", "Математика"],
            ["Максимальный первичный балл:", 6],
            ["Дата:", "20.04.2026"],
            [null, null, "Уровень сложности задания", null, null, null, "Б", "Б", "П"],
            ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант", "1 (2б)", "9.1 (1б)", "12.2 (3б)", "Первичный балл", "Отметка", "Отметка по журналу"],
        ];

        public override bool HasMark => true;

        public override object?[] Row(Pupil p) =>
            [p.Login, "Н-ский муниципальный район(reg00_m010)", p.Login is null ? null : $"МБОУ «СОШ № 1»({p.Login})", p.Code, p.Class, p.Variant, .. Pad(p.Scores), p.Total, p.Mark, p.Journal];

        public override int TaskColumn(int task) => 6 + task;

        public override string TaskHeader(int task) => (string)Head[^1][5 + task]!;

        public override string CodeHeader => "Код участника";

        public override string TotalHeader => "Первичный балл";

        public override string JournalHeader => "Отметка по журналу";
    }

    private sealed class FormCollection : VprForm
    {
        public override string LayoutId => "vpr_collection_form";

        public override string FileName => "edu000389 Форма сбора результатов Математика 4 класс ВПР 2026";

        public override string SheetName => "Протокол";

        public override IReadOnlyList<object?[]> Head =>
            [["Код участника", "Вариант", "1 (2б)", "2 (1б)", "4К1 (3б)", "Порядковый номер класса", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"]];

        public override bool HasLogin => false;

        public override object?[] Row(Pupil p) => [p.Code, p.Variant, .. Pad(p.Scores), p.Class, p.Journal, p.Total];

        public override int TaskColumn(int task) => 2 + task;

        public override string TaskHeader(int task) => (string)Head[0][1 + task]!;

        public override string CodeHeader => "Код участника";

        public override string TotalHeader => "Итого баллов";

        public override string JournalHeader => "Отметка за предыдущий триместр/ четверть/полугодие";
    }

    private static object?[] Pad(object?[] scores) => scores.Length >= 3 ? scores : [.. scores, .. new object?[3 - scores.Length]];
}

/// <summary>The account of a file with one sheet.</summary>
internal sealed record FileAccountOf(Loading.FileAccount File, Loading.SheetAccount Sheet)
{
    /// <summary>Read, loaded, rejected, no data.</summary>
    public (int Read, int Loaded, int Rejected, int NonData) Counts => (Sheet.Read, Sheet.Loaded, Sheet.Rejected, Sheet.NonData);
}
