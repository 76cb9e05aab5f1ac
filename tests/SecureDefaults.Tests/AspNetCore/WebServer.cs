using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketSecurity.Tls;

namespace SocketSecurity.SecureDefaults.Tests.AspNetCore;

/// <summary>Kestrel on a loopback port, with a page that says who asks and a WebSocket that echoes.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private WebServer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>How many requests arrived, whatever became of them.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static Task<WebServer> StartAsync(Action<KestrelServerOptions, Action<Action<ListenOptions>>> configure) =>
        StartAsync([], server => configure(server, endpoint => server.Listen(IPAddress.Loopback, 0, endpoint)));

    public static async Task<WebServer> StartAsync(Dictionary<string, string?> settings, Action<KestrelServerOptions> configure)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.ConfigureKestrel(configure);
        var app = builder.Build();
        var result = new WebServer(app);
        app.UseWebSockets();
        app.Use((context, next) =>
        {
            Interlocked.Increment(ref result._requests);
            return next(context);
        });
        app.MapGet("/", (HttpContext context) => $"{context.Request.Protocol} {context.GetPeer()?.DnsNames[0] ?? "nobody"}");
        app.MapGet("/protocol", (HttpContext context) => context.Request.Protocol);
        app.Map("/socket", EchoAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return result;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, endOfMessage: true, context.RequestAborted);
        await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
