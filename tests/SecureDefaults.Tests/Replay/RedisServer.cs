using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace SocketSecurity.SecureDefaults.Tests.Replay;

/// <summary>A redis-server of Debian on a free port of this machine, that a test may kill and start again.</summary>
public sealed class RedisServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public int Port { get; } = UnusedPort.Find();

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectAsync(this);

    /// <summary>A connection to servers of which one is the primary; it notices soon when they change their parts.</summary>
    public static async Task<ConnectionMultiplexer> ConnectAsync(params RedisServer[] servers)
    {
        var addresses = string.Join(',', servers.Select(server => $"127.0.0.1:{server.Port}"));
        var options = ConfigurationOptions.Parse($"{addresses},abortConnect=false,connectTimeout=1000,configCheckSeconds=1,allowAdmin=true");
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(200);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    public async Task StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.Path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail("This test needs redis-server; on Debian: apt install redis-server.");
        }

        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        for (var i = 0; i < 200; i++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail("redis-server did not start.");
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
