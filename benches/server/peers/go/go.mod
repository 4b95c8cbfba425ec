module usersig-server-peer-go

go 1.22

require github.com/tencentyun/tls-sig-api-v2-golang v1.4.0
