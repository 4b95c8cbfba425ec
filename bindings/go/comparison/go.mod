module github.com/usersig/usersig-go/comparison

go 1.24

require (
	github.com/tencentyun/tls-sig-api-v2-golang v1.4.0
	github.com/usersig/usersig-go v0.0.0
)

replace github.com/usersig/usersig-go => ../
