module github.com/usersig/usersig-go

go 1.24
