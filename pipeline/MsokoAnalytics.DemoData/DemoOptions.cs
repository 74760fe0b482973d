using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData;

/// <summary>What to generate and where.</summary>
public sealed record DemoOptions
{
    /// <summary>
    /// The files to load go to <c>data</c> in this folder, what was planted goes to <c>truth</c>. Neither may exist yet, unless an
    /// earlier run made them and <see cref="Overwrite"/> is set.
    /// </summary>
    public required string OutDir { get; init; }

    /// <summary>Replace what an earlier run of the generator wrote.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Equal seeds and options give equal bytes, whatever the number of threads.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Schools in all, 1…9999.</summary>
    public int Schools { get; init; } = 40;

    /// <summary>Municipalities, 1…320 and not more than schools. From two on, the region's own figures are the sum over them.</summary>
    public int Municipalities { get; init; } = 1;

    /// <summary>Calendar years of the procedures, 2020…2026; 2020 is the autumn wave.</summary>
    public IReadOnlyList<int> Years { get; init; } = YearPlans.Default;

    /// <summary>Two digits. 88 belongs to no region today.</summary>
    public string RegionCode { get; init; } = "88";

    /// <summary>Size of schools: 1 gives about 27 pupils in a parallel (a rural district), 1.6 the 40 of a whole region.</summary>
    public double SizeFactor { get; init; } = 1;

    /// <summary>0 = clean files, 1 = dirt as often as in real ones. Above 0 the unreadable files are planted too.</summary>
    public double DirtLevel { get; init; } = 1;

    /// <summary>Share of files written as CSV instead of XLSX, 0…1.</summary>
    public double CsvShare { get; init; } = 0.15;

    /// <summary>0 = honest world, 1 = about one class in twenty is manipulated.</summary>
    public double Manipulations { get; init; } = 1;

    /// <summary>Schools whose results of one work of the last year come as collection forms, one file a school.</summary>
    public int CollectionFormSchools { get; init; } = 3;

    /// <summary>Classes with «Сетевой Город» exports, two files a class.</summary>
    public int SgoClasses { get; init; } = 4;

    /// <summary>Worker threads; 0 = one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>When set, only this load set is written (no aggregates, no dirt, no truth but the lists of files and sheets).</summary>
    public PerformanceSet? PerformanceSet { get; init; }

    /// <exception cref="DemoDataException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(OutDir)) throw new DemoDataException("Не указана папка для демонстрационных данных.");
        if (Schools is < 1 or > 9999) throw new DemoDataException("Число школ должно быть от 1 до 9999.");
        if (Municipalities < 1 || Municipalities > Math.Min(Schools, 320))
            throw new DemoDataException("Число муниципалитетов должно быть от 1 до 320 и не больше числа школ.");
        if (Years.Count == 0) throw new DemoDataException("Не указан ни один год.");
        if (Years.Distinct().Count() != Years.Count) throw new DemoDataException("Годы повторяются.");
        foreach (var year in Years) _ = YearPlans.Get(year);
        if (RegionCode.Length != 2 || !RegionCode.All(char.IsAsciiDigit)) throw new DemoDataException("Код региона состоит из двух цифр.");
        if (SizeFactor is < 0.1 or > 10 || double.IsNaN(SizeFactor)) throw new DemoDataException("Множитель размера школ должен быть от 0,1 до 10.");
        Share(DirtLevel, "Уровень загрязнения");
        Share(CsvShare, "Доля файлов CSV");
        Share(Manipulations, "Уровень манипуляций");
        if (CollectionFormSchools < 0 || SgoClasses < 0 || Threads < 0) throw new DemoDataException("Отрицательные числа недопустимы.");
        PerformanceSet?.Validate();
    }

    private static void Share(double value, string name)
    {
        if (!(value is >= 0 and <= 1)) throw new DemoDataException($"{name}: нужно число от 0 до 1.");
    }
}

/// <summary>Files for the load benchmark: as large as a region-year of ВПР, in the layout of 2022.</summary>
public sealed record PerformanceSet
{
    /// <summary>Files, one work each, 1…60.</summary>
    public int Works { get; init; } = 34;

    /// <summary>Pupil rows in each file, 1…50 000.</summary>
    public int RowsPerWork { get; init; } = 18_500;

    /// <summary>CSV (UTF-8 with BOM, semicolon) instead of XLSX.</summary>
    public bool Csv { get; init; }

    internal void Validate()
    {
        if (Works is < 1 or > 60) throw new DemoDataException("Число работ должно быть от 1 до 60.");
        if (RowsPerWork is < 1 or > 50_000) throw new DemoDataException("Число строк в файле должно быть от 1 до 50 000.");
    }
}
