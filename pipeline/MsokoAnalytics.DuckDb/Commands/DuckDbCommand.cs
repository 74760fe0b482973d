using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MsokoAnalytics.DuckDb.Commands;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// SQL text of one or several statements. <c>?</c> and <c>$1</c> take nameless parameters (numbered within each statement),
/// <c>$name</c> takes named ones.
/// </summary>
public sealed partial class DuckDbCommand : DbCommand
{
    private readonly DuckDbParameterCollection _parameters = [];
    private DuckDbConnection? _connection;
    private int _timeout;
    private ExecutionScope? _scope;
    private PreparedCommand? _prepared;
    private bool _disposed;

    public DuckDbCommand() { }

    public DuckDbCommand(string commandText, DuckDbConnection? connection = null)
    {
        CommandText = commandText;
        _connection = connection;
    }

    [AllowNull]
    public override string CommandText { get => field; set => field = value ?? string.Empty; } = string.Empty;

    /// <summary>
    /// Seconds after which the running statement, and then each fetching of further rows, is interrupted; 0 (the default) for no limit.
    /// </summary>
    public override int CommandTimeout
    {
        get => _timeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text) throw new NotSupportedException("DuckDB выполняет только текст SQL.");
        }
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    public new DuckDbConnection? Connection
    {
        get => _connection;
        set => _connection = value;
    }

    public new DuckDbParameterCollection Parameters => _parameters;

    public new DuckDbTransaction? Transaction { get; set; }

    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => _connection = (DuckDbConnection?)value;
    }

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = (DuckDbTransaction?)value;
    }

    /// <summary>Interrupts the running statement, from any thread; it fails with <see cref="DuckDbErrorType.Interrupt"/>.</summary>
    public override void Cancel() => Volatile.Read(ref _scope)?.Cancel();

    /// <summary>
    /// Plans the text once for many runs with other values, until the text or the connection changes. A text of several statements is
    /// planned at each run, because a statement may need what the one before it makes.
    /// </summary>
    /// <exception cref="DuckDbException">The statement has an error.</exception>
    public override void Prepare()
    {
        var connection = OpenConnection();
        if (_prepared?.Fits(connection, CommandText) == true) return;
        _prepared?.Dispose();
        _prepared = PreparedCommand.TryCreate(connection, CommandText);
    }

    public override int ExecuteNonQuery() => ExecuteNonQuery(CancellationToken.None);

    public override object? ExecuteScalar() => ExecuteScalar(CancellationToken.None);

    public new DuckDbDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default, CancellationToken.None);

    public new DuckDbDataReader ExecuteReader(CommandBehavior behavior) => ExecuteReader(behavior, CancellationToken.None);

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior, CancellationToken.None);

    protected override DbParameter CreateDbParameter() => new DuckDbParameter();

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        if (disposing) _prepared?.Dispose();
        _prepared = null;
        base.Dispose(disposing);
    }

    internal int ExecuteNonQuery(CancellationToken token)
    {
        using var reader = ExecuteReader(CommandBehavior.Default, token);
        reader.DrainAll(token);
        return reader.RecordsAffected;
    }

    internal object? ExecuteScalar(CancellationToken token)
    {
        using var reader = ExecuteReader(CommandBehavior.Default, token);
        var value = reader.FieldCount > 0 && reader.Read() ? reader.GetValue(0) : null;
        // Later statements of the text are carried out too.
        reader.DrainAll(token);
        return value;
    }

    internal DuckDbDataReader ExecuteReader(CommandBehavior behavior, CancellationToken token)
    {
        var connection = OpenConnection();
        if (behavior.HasFlag(CommandBehavior.SchemaOnly)) throw new NotSupportedException("CommandBehavior.SchemaOnly не поддерживается; используйте DESCRIBE.");
        if (connection.ActiveReader is not null) throw new InvalidOperationException("У подключения уже есть открытый читатель: закройте его или возьмите другое подключение (Duplicate).");
        var scope = new ExecutionScope(connection, _timeout);
        Volatile.Write(ref _scope, scope);
        StatementBatch? batch = null;
        try
        {
            using var registration = token.UnsafeRegister(static s => ((ExecutionScope)s!).Cancel(), scope);
            batch = _prepared?.Fits(connection, CommandText) == true
                ? new StatementBatch(connection, _prepared, _parameters)
                : new StatementBatch(connection, CommandText, _parameters);
            var reader = new DuckDbDataReader(connection, batch, scope, behavior);
            return reader.Start(token);
        }
        catch (DuckDbException exception)
        {
            batch?.Dispose();
            scope.Dispose();
            throw DuckDbDataReader.Explain(exception, scope, token);
        }
        catch
        {
            batch?.Dispose();
            scope.Dispose();
            throw;
        }
    }

    private DuckDbConnection OpenConnection()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var connection = _connection ?? throw new InvalidOperationException("У команды нет подключения.");
        _ = connection.Handle;
        return connection;
    }
}
