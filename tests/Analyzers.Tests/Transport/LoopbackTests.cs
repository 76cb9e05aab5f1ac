using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary><see cref="Loopback"/>: one notion of this machine for URIs, connection strings and calls.</summary>
public sealed class LoopbackTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5432")]
    [InlineData("localhost,1433")]
    [InlineData("tcp:localhost,1433")]
    [InlineData("localhost\\SQLEXPRESS")]
    [InlineData("localhost/path")]
    [InlineData("api.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.0.1:6379")]
    [InlineData("::1")]
    [InlineData("[::1]:6379")]
    [InlineData("(local)")]
    [InlineData("(localdb)\\MSSQLLocalDB")]
    [InlineData(".")]
    [InlineData(".\\SQLEXPRESS")]
    [InlineData("/var/run/postgresql")]
    [InlineData("host.docker.internal:9200")]
    public void This_machine_is_known(string host) => Assert.True(Loopback.IsHost(host));

    [Theory]
    [InlineData("localhost.example.com")]
    [InlineData("localhost.example.com:5432")]
    [InlineData("localhosting.example.com")]
    [InlineData("127.example.com")]
    [InlineData("[::10]:6379")]
    [InlineData("::10")]
    [InlineData("db.example.com,1433")]
    [InlineData("(remote)")]
    [InlineData("..")]
    [InlineData("")]
    public void Other_machines_with_names_like_it_are_not(string host) => Assert.False(Loopback.IsHost(host));
}
