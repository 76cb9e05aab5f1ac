using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Analyzers.Tests.Verification;
using SocketSecurity.Analyzers.Transport;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.TlsModeAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.Transport.TlsModeFix>;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5003 and SOCK5008, <see cref="TlsModeAnalyzer"/> and <see cref="TlsModeFix"/>.</summary>
public sealed class TlsModeTests
{
    private static string Client(string body) => $$"""
        using System.Net.Mail;
        using Confluent.Kafka;
        using Grpc.Core;
        using MailKit.Security;
        using MongoDB.Driver;
        using MQTTnet;
        using MySqlConnector;
        using NATS.Client.Core;
        using Npgsql;
        using RabbitMQ.Client;
        using StackExchange.Redis;

        class Program
        {
            void Run(string host, bool setting, MailKit.Net.Smtp.SmtpClient mail)
            {
                {{body}}
            }
        }
        """;

    private static void Libraries(Setup setup) => setup.Reference(TestFrameworks.Libraries);

    [Theory]
    [InlineData("var smtp = new SmtpClient(host, 25) { EnableSsl = {|SOCK5003:false|} };")]
    [InlineData("var smtp = new SmtpClient(host); smtp.EnableSsl = {|SOCK5003:false|};")]
    [InlineData("mail.Connect(host, 587, {|SOCK5003:SecureSocketOptions.None|});")]
    [InlineData("mail.Connect(host, 587, {|SOCK5008:SecureSocketOptions.StartTlsWhenAvailable|});")]
    [InlineData("var options = new SslOption { Enabled = {|SOCK5003:false|} };")]
    [InlineData("var settings = new MongoClientSettings { UseTls = {|SOCK5003:false|} };")]
    [InlineData("var options = new ConfigurationOptions { EndPoints = { \"cache.example.com\" }, Ssl = {|SOCK5003:false|} };")]
    [InlineData("var options = new MqttClientTlsOptionsBuilder().UseTls({|SOCK5003:false|});")]
    [InlineData("var options = new NatsTlsOpts { Mode = {|SOCK5003:TlsMode.Disable|} };")]
    [InlineData("var options = new NatsTlsOpts { Mode = {|SOCK5008:TlsMode.Prefer|} };")]
    [InlineData("var config = new ProducerConfig { BootstrapServers = host, SecurityProtocol = {|SOCK5003:SecurityProtocol.SaslPlaintext|} };")]
    [InlineData("var builder = new NpgsqlConnectionStringBuilder { Host = host, SslMode = {|SOCK5003:SslMode.Disable|} };")]
    [InlineData("var builder = new NpgsqlConnectionStringBuilder { Host = host, SslMode = {|SOCK5008:SslMode.Prefer|} };")]
    [InlineData("var builder = new MySqlConnectionStringBuilder { Server = host, SslMode = {|SOCK5003:MySqlSslMode.None|} };")]
    [InlineData("var builder = new MySqlConnectionStringBuilder { Server = host, SslMode = setting ? MySqlSslMode.Required : {|SOCK5008:MySqlSslMode.Preferred|} };")]
    [InlineData("var credentials = {|SOCK5003:ChannelCredentials.Insecure|}; Use(credentials); void Use(ChannelCredentials given) { }")]
    public Task A_switch_that_gives_TLS_up_is_found(string body) => Test.Finds(Client(body), Libraries);

    [Theory]
    [InlineData("var smtp = new SmtpClient(host, 25) { EnableSsl = true };")]
    [InlineData("var smtp = new SmtpClient(host, 25) { EnableSsl = setting };")]
    [InlineData("var smtp = new SmtpClient(\"localhost\") { EnableSsl = false };")]
    [InlineData("var smtp = new SmtpClient { Host = \"127.0.0.1\", EnableSsl = false };")]
    [InlineData("var smtp = new SmtpClient(); smtp.DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory; smtp.EnableSsl = false;")]
    [InlineData("var smtp = new SmtpClient(host); smtp.EnableSsl = false; smtp.EnableSsl = true;")]
    [InlineData("mail.Connect(host, 587, SecureSocketOptions.StartTls);")]
    [InlineData("mail.Connect(\"localhost\", 25, SecureSocketOptions.None);")]
    [InlineData("var options = new ConfigurationOptions { EndPoints = { \"localhost:6379\" }, Ssl = false };")]
    [InlineData("var mode = new NpgsqlConnectionStringBuilder(host).SslMode; if (mode == SslMode.Disable) { return; }")]
    [InlineData("var config = new ProducerConfig { SecurityProtocol = SecurityProtocol.SaslSsl };")]
    public Task TLS_or_this_machine_is_not_reported(string body) => Test.Silent(Client(body), Libraries);

    [Theory]
    [InlineData("var smtp = new SmtpClient(host, 25) { EnableSsl = {|SOCK5003:false|} };", "var smtp = new SmtpClient(host, 25) { EnableSsl = true };")]
    [InlineData("mail.Connect(host, 587, {|SOCK5008:SecureSocketOptions.StartTlsWhenAvailable|});", "mail.Connect(host, 587, SecureSocketOptions.StartTls);")]
    [InlineData("var config = new ProducerConfig { SecurityProtocol = {|SOCK5003:SecurityProtocol.SaslPlaintext|} };", "var config = new ProducerConfig { SecurityProtocol = SecurityProtocol.SaslSsl };")]
    [InlineData("var options = new MqttClientTlsOptionsBuilder().UseTls({|SOCK5003:false|});", "var options = new MqttClientTlsOptionsBuilder().UseTls(true);")]
    public Task The_switch_gets_its_safe_value(string body, string expected) => Test.Fixes(Client(body), Client(expected), TlsModeFix.UseTlsKey, Libraries);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Client("var smtp = new SmtpClient(host) { EnableSsl = }; mail.Connect(host, 1, SecureSocketOptions.; new MqttClientTlsOptionsBuilder().UseTls("),
        setup =>
        {
            Libraries(setup);
            setup.CompilerDiagnostics = CompilerDiagnostics.None;
        });
}
